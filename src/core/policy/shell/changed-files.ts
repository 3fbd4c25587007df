import { baseName } from '../path.ts';
import { curlFiles } from './curl-words.ts';
import { operandsOf } from './named-files.ts';
import { launchers } from './wrappers.ts';

/**
 * Returns the files that a command changes, by its name and words, also after a wrapper. Unlisted programs are
 * unknown.
 */
export function changedFiles(words: readonly string[]): string[] {
  const name = baseName(words[0] ?? '');
  const changed = Object.hasOwn(changing, name) ? changing[name] : undefined;
  if (changed) return changed([name, ...words.slice(1)]);
  if (!launchers.has(name)) return [];
  const carried = words.findIndex((word, index) => index > 0 && Object.hasOwn(changing, baseName(word)));
  return carried < 0 ? [] : changedFiles(words.slice(carried));
}

/** Returns the files that a command creates in a directory, with names from elsewhere. */
export function copiedFiles(words: readonly string[]): string[] {
  const name = baseName(words[0] ?? '');
  if (copying.has(name)) return copies([name, ...words.slice(1)]);
  if (!launchers.has(name)) return [];
  const carried = words.findIndex((word, index) => index > 0 && copying.has(baseName(word)));
  return carried < 0 ? [] : copiedFiles(words.slice(carried));
}

type Changed = (words: readonly string[]) => string[];

const copying = new Set(['cp', 'mv', 'ln', 'install', 'rsync', 'scp', 'gcp', 'gmv']);

/** The last word, or the value of the option for it. */
const target: Changed = (words) => [
  ...operandsOf(words).slice(-1),
  ...valuesOf(words, /^(?:-[a-zA-Z]*t|--t[a-z-]*=?)/),
];

/**
 * The files themselves: if the target is a directory, or a link in it points to a file, each source is a file in it.
 */
const copies: Changed = (words) => {
  const operands = operandsOf(words);
  const targets = target(words);
  return targets.flatMap((directory) =>
    operands
      // A whole repository under another name is another repository, and does not change this one.
      .filter((source) => source !== directory && baseName(source) !== '.git')
      .map((source) => `${directory.replace(/\/+$/, '')}/${baseName(source.replace(/\/+$/, ''))}`),
  );
};

const targets: Changed = (words) => [...target(words), ...copies(words)];

/** A process that can write one name changes what the other refers to. */
const linked: Changed = (words) => {
  const directories = target(words).map((path) => path.slice(0, path.lastIndexOf('/') + 1));
  const sources = operandsOf(words).slice(0, -1);
  return [
    ...sources,
    ...directories.flatMap((directory) => sources.map((source) => `${directory}${source}`)),
  ].concat(targets(words));
};

const output: Changed = (words) =>
  valuesOf(words, /^(?:-[a-zA-Z]*[oOa]|-P|--(?:output|directory-prefix|append-output)[a-z-]*=?)/);

/** Programs that write the file after `-o`. */
const compiled: Changed = (words) => valuesOf(words, /^(?:-o|--(?:out|output)[A-Za-z-]*=?|-MF|-dumpdir)/);

const changing: Record<string, Changed> = {
  tee: operandsOf,
  touch: operandsOf,
  mkdir: operandsOf,
  mkfifo: operandsOf,
  truncate: operandsOf,
  chmod: operandsOf,
  chown: operandsOf,
  chgrp: operandsOf,
  rm: operandsOf,
  rmdir: operandsOf,
  unlink: operandsOf,
  shred: operandsOf,
  sponge: operandsOf,
  patch: (words) => [...operandsOf(words).slice(0, 1), ...output(words)],
  ed: operandsOf,
  ex: operandsOf,
  mv: (words) => [...operandsOf(words), ...targets(words)],
  cp: (words) =>
    words.some((word) => /^-[a-zA-Z]*[ls]|^--(?:link|symbolic-link)$/.test(word))
      ? linked(words)
      : targets(words),
  ln: linked,
  install: targets,
  rsync: targets,
  scp: targets,
  curl: (words) => curlFiles(words).writes,
  wget: output,
  gcc: compiled,
  'g++': compiled,
  cc: compiled,
  'c++': compiled,
  clang: compiled,
  'clang++': compiled,
  rustc: compiled,
  tree: output,
  shuf: output,
  sort: compiled,
  split: (words) => operandsOf(words).slice(1),
  csplit: (words) => operandsOf(words).slice(1),
  uniq: (words) => operandsOf(words).slice(1),
  xxd: (words) =>
    words.some((word) => /^-[a-z]*r/.test(word)) ? operandsOf(words).slice(-1) : operandsOf(words).slice(1),
  dd: (words) => words.filter((word) => word.startsWith('of=')).map((word) => word.slice('of='.length)),
  // The script comes first.
  sed: (words) => (words.some((word) => /^-[a-zA-Z]*i|^--i/.test(word)) ? operandsOf(words) : []),
  perl: (words) => (words.some((word) => /^-[a-zA-Z]*i/.test(word)) ? operandsOf(words) : []),
  ruby: (words) => (words.some((word) => /^-[a-zA-Z]*i/.test(word)) ? operandsOf(words) : []),
  git: (words) => changedByGit(words.slice(1)),
};

function changedByGit(words: readonly string[]): string[] {
  const at = words.findIndex((word) => ['mv', 'rm', 'restore', 'checkout', 'clean'].includes(word));
  if (at < 0) return [];
  const operands = operandsOf(words.slice(at));
  const directory = words[at] === 'mv' ? copies(['mv', ...operands]) : [];
  return [...operands, ...directory];
}

/** Returns the values of an option, in the same word or the next one. */
function valuesOf(words: readonly string[], option: RegExp): string[] {
  return words.flatMap((word, index) => {
    const [found] = option.exec(word) ?? [];
    if (found === undefined) return [];
    return [word.slice(found.length) || (words[index + 1] ?? '')].filter((value) => value !== '');
  });
}
