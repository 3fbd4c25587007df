import { baseName } from '../path.ts';
import { operandsOf } from './named-files.ts';
import { carriers } from './wrappers.ts';

/**
 * The files that a command changes, as far as its name and its words say, also where it stands behind what carries it.
 * Of programs that are not listed nothing is known.
 */
export function changedFiles(words: readonly string[]): string[] {
  const name = baseName(words[0] ?? '');
  const changed = Object.hasOwn(changing, name) ? changing[name] : undefined;
  if (changed) return changed([name, ...words.slice(1)]);
  if (!carriers.has(name)) return [];
  const carried = words.findIndex((word, index) => index > 0 && Object.hasOwn(changing, baseName(word)));
  return carried < 0 ? [] : changedFiles(words.slice(carried));
}

type Changed = (words: readonly string[]) => string[];

/** What stands last, or in the option for it. */
const target: Changed = (words) => [
  ...operandsOf(words).slice(-1),
  ...valuesOf(words, /^(?:-[a-zA-Z]*t|--t[a-z-]*=?)/),
];

const output: Changed = (words) =>
  valuesOf(words, /^(?:-[a-zA-Z]*[oO]|-P|--(?:output|directory-prefix)[a-z-]*=?)/);

const changing: Record<string, Changed> = {
  tee: operandsOf,
  touch: operandsOf,
  mkdir: operandsOf,
  truncate: operandsOf,
  chmod: operandsOf,
  rm: operandsOf,
  rmdir: operandsOf,
  unlink: operandsOf,
  shred: operandsOf,
  mv: (words) => [...operandsOf(words), ...target(words)],
  cp: target,
  ln: target,
  install: target,
  rsync: target,
  scp: target,
  curl: output,
  wget: output,
  gcc: output,
  tree: output,
  shuf: output,
  dd: (words) => words.filter((word) => word.startsWith('of=')).map((word) => word.slice('of='.length)),
  // What is to be done with them comes first.
  sed: (words) => (words.some((word) => /^-[a-zA-Z]*i|^--i/.test(word)) ? operandsOf(words).slice(1) : []),
};

/** What stands behind an option, in the same word or in the next one. */
function valuesOf(words: readonly string[], option: RegExp): string[] {
  return words.flatMap((word, index) => {
    const [found] = option.exec(word) ?? [];
    if (found === undefined) return [];
    return [word.slice(found.length) || (words[index + 1] ?? '')].filter((value) => value !== '');
  });
}
