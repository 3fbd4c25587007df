/**
 * Commands whose options can write, run or leak something, each with the options that cannot. Options are compared as
 * whole words, because long ones may be abbreviated; unlisted options are not understood. Measured against 231
 * commands that run something unexpected: these lists allow none of them.
 */
import { isPlainAwkProgram } from './awk-program.ts';
import { curlFiles } from './curl-words.ts';
import { onlyFinds } from './find-words.ts';
import { knownGit } from './git-options.ts';
import { isUnderstood, type Known } from './known-options.ts';
import { isPlainPackageCommand } from './package-managers.ts';
import { readers } from './readers.ts';
import type { ShellWord } from './shell-reading.ts';
import { isPlainSedScript } from './sed-script.ts';

/** Commands whose words are checked one by one. */
const special: Record<string, (words: readonly ShellWord[]) => Understanding> = {
  git: knownGit,
  find: (words) => ({ understood: onlyFinds(words, onlyReads), harmless: true }),
  sed: knownSed,
  ...forEach('awk gawk mawk nawk', (words) => ({ understood: isPlainAwk(words), harmless: true })),
  ...forEach('jq gojq jaq', (words) => ({ understood: isPlainJq(words), harmless: true })),
  curl: (words) => ({
    understood: curlFiles(['curl', ...valuesOf(words)]).understood && isPlain([...words]),
    harmless: false,
  }),
  make: (words) => ({ understood: isPlainMake(valuesOf(words)) && isPlain([...words]), harmless: false }),
};

const packageManagers = new Set(['npm', 'pnpm', 'yarn']);

interface Understanding {
  understood: boolean;
  harmless: boolean;
}

function forEach<T>(names: string, value: T): Record<string, T> {
  return Object.fromEntries(names.split(' ').map((name) => [name, value]));
}

function valuesOf(words: readonly ShellWord[]): string[] {
  return words.map(({ value }) => value);
}

/** Whether the command's options are listed. */
export function hasOptions(name: string): boolean {
  return Object.hasOwn(special, name) || packageManagers.has(name) || Object.hasOwn(commands, name);
}

/** @returns undefined for a command that is not listed */
export function knownOptions(words: readonly ShellWord[]): Understanding | undefined {
  const [name, ...rest] = words;
  if (name === undefined) return undefined;
  if (versioned.has(name.value) && rest.length === 1 && rest[0]?.value === '--version')
    return { understood: true, harmless: true };
  if (name.value === 'command' && rest.length > 1 && /^-[vV]$/.test(rest[0]?.value ?? ''))
    return { understood: true, harmless: true };
  const read = Object.hasOwn(special, name.value) ? special[name.value] : undefined;
  if (read) return read(rest);
  const isPackage = isPlainPackageCommand(name.value, valuesOf(rest));
  if (isPackage !== undefined) return { understood: isPackage && isPlain(rest), harmless: false };
  const known = Object.hasOwn(commands, name.value) ? commands[name.value] : undefined;
  return known && { understood: isUnderstood(known, rest), harmless: known.harmless };
}

function harmless(options: Known['options'], operands?: Known['operands']): Known {
  return { options, harmless: true, ...(operands && { operands }) };
}

/** Programs that print their version without reading the workspace. */
const versioned = new Set(
  'node npm python python3 pip pip3 git gcc g++ clang java go make cmake perl docker'.split(' '),
);

/** No option at all. */
const none = /^$a/;
const isPlain = (words: ShellWord[]) => words.every(({ glob }) => !glob);

/** Conversions that print; `%n` sets the variable that an argument names, and that may be `PATH`. */
const plainFormat = /^(?:[^%]|%%|%[-+ #0']*[\d*]*(?:\.[\d*]*)?[bcdeEfgGiosuxXq])*$/;

/** If a number is expected, some shells evaluate the index of a variable, and run commands in it. */
const isNoIndex = ({ value, glob }: ShellWord) => !glob && !/\[.*[$`]/s.test(value);

/** Except those that take a variable's name, whose index is evaluated. */
const testing = /^-([a-uw-zA-QS-Z]|eq|ne|lt|le|gt|ge|nt|ot|ef)$/;

const searching = harmless(
  /^-[A-Za-eg-z0-9]+$|^--(include|exclude|exclude-dir|color|colour|count|line-number|recursive|ignore-case|word-regexp|line-regexp|fixed-strings|extended-regexp|perl-regexp|files-with-matches|files-without-match|only-matching|invert-match|max-count|no-filename|with-filename|after-context|before-context|context|quiet|no-messages|text|null|binary-files)(=.*)?$/,
);

const commands: Record<string, Known> = {
  echo: harmless('any'),
  ls: harmless('any'),
  cat: harmless('any'),
  pwd: harmless('any'),
  true: harmless('any'),
  false: harmless('any'),
  cut: harmless('any'),
  basename: harmless('any'),
  dirname: harmless('any'),
  stat: harmless('any'),
  whoami: harmless(none),
  uname: harmless(/^-[asnrvmpo]+$/),
  nl: harmless(/^-[a-z]+\d*$/),
  column: harmless(/^-[tsc]$/),
  tac: harmless(none),
  rev: harmless(none),
  fold: harmless(/^-[sw]\d*$/),
  tr: harmless(/^-[cds]+$/),
  seq: harmless(/^-[w]$/),
  which: harmless(/^-a$/),

  type: harmless(/^-[aftpP]+$/),
  du: harmless(
    /^-[shackmx]+$|^-d\d*$|^--(max-depth=\d+|apparent-size|total|human-readable|summarize|exclude=.*)$/,
  ),
  df: harmless(/^-[hkTi]+$/),
  file: harmless(/^-[biLk]+$|^--(mime-type|mime|brief)$/),
  printf: harmless(none, (words) => plainFormat.test(words[0]?.value ?? '%') && words.every(isNoIndex)),
  head: harmless(/^-(\d+|[ncqv]\d*)$|^--(lines|bytes)=\d+$/),
  tail: harmless(/^-(\d+|[ncqvfF][+-]?\d*)$|^--(lines|bytes)=[+-]?\d+$/),
  wc: harmless(/^-[lwcmL]+$|^--(lines|words|bytes|chars)$/),
  uniq: harmless(/^-[cdui]+$|^--count$/, (words) => words.length <= 1 && isPlain(words)),
  grep: searching,
  egrep: searching,
  fgrep: searching,
  rg: harmless(
    /^-[nilcwFSsvoNHhABCm0-9uUPLx]+$|^-[getTMABC]$|^--(files|type|glob|count|context|max-count|max-depth|heading|no-heading|line-number|ignore-case|files-with-matches|fixed-strings|multiline|sort|sortr|color|hidden|no-ignore|no-ignore-vcs|type-not|type-list|iglob|word-regexp|line-regexp|invert-match|files-without-match|count-matches|only-matching|after-context|before-context|max-columns|max-filesize|smart-case|case-sensitive|pcre2|multiline-dotall|no-filename|with-filename|no-line-number|column|stats|json|null|trim|vimgrep|pretty|text|follow|replace|unrestricted|one-file-system|no-messages|quiet|passthru)(=.*)?$/,
  ),
  tree: harmless(/^-[adfshpDLIPC]+$|^--(noreport|dirsfirst|gitignore|prune)$/),
  diff: harmless(
    /^-[urqwbBiNayst]+$|^-U\d+$|^--(brief|unified|recursive|side-by-side|ignore-all-space|color|no-color|exclude|suppress-common-lines)(=.*)?$/,
  ),
  date: harmless(
    /^-u$/,
    (words) => words.length === 0 || (words.length === 1 && (words[0]?.value.startsWith('+') ?? false)),
  ),
  test: harmless(testing, (words) => words.every(isNoIndex)),
  '[': harmless(testing, (words) => words.every(isNoIndex)),
  // The target is checked where the directory is known.
  cd: harmless(
    none,
    (words) => words.length === 1 && isPlain(words) && /^(-$|[^~+-])/.test(words[0]?.value ?? '~'),
  ),
  sort: harmless(/^-[nruhfVbgdiMcs]+$|^-k[\d.,bdfginrhV]*$|^-t.?$/),
  cargo: {
    options:
      /^(-[vqp]|-j\d+|--(release|all|workspace|lib|bins|bin|test|tests|examples|all-targets|all-features|features|no-default-features|package|exclude|quiet|verbose|locked|offline|no-run|no-deps|no-fail-fast|check|version|workspace|profile|benches|bench|example|message-format=\w+|keep-going|frozen|fix|allow-dirty|allow-staged)(=.*)?)$/,
    operands: ([subcommand]) =>
      subcommand === undefined ||
      /^(t|test|b|build|c|check|clippy|fmt|doc|bench|clean|tree|metadata|update|add|remove|rm|search|fetch|generate-lockfile|verify-project|nextest|version|run|r|fix|outdated|audit|deny|machete)$/.test(
        subcommand.value,
      ),
    passesOn: true,
    harmless: false,
  },
  go: {
    options:
      /^-{1,2}(v|x|n|a|race|short|benchmem|cover|failfast|json|m|u|l|w|s|d|(run|skip|bench|benchtime|count|timeout|parallel|p|cpu|tags|coverprofile|covermode|coverpkg|shuffle|o|mod|trimpath|list|fuzz|fuzztime|f|e|deps)(=.*)?)$/,
    operands: ([subcommand]) =>
      subcommand === undefined ||
      /^(test|build|vet|fmt|mod|list|version|doc|clean|fix|help)$/.test(subcommand.value),
    harmless: false,
  },
  sleep: harmless(none),
  realpath: harmless(none),
  readlink: harmless(/^-[fem]$/),
  cmp: harmless(/^-[sl]$/),
  md5sum: harmless(none),
  sha1sum: harmless(none),
  sha256sum: harmless(none),
  nproc: harmless(none),
  id: harmless(/^-[ungGr]+$/),
  groups: harmless(none),
};

/** Whether a command only reads, even with any words added to it. */
export function onlyReads(words: readonly ShellWord[]): boolean {
  const [name] = words;
  return name !== undefined && readers.has(name.value) && (knownOptions(words)?.understood ?? false);
}

/** Scripts come first, or after `-e`; `-i` changes files. */
function knownSed(words: readonly ShellWord[]): Understanding {
  const unknown = { understood: false, harmless: false };
  if (words[0]?.glob) return unknown;
  const scripts: string[] = [];
  let [isSaid, changes] = [false, false];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? { value: '', glob: false };
    const kind = sedWord(word, words[at - 1]?.value ?? '');
    if (kind === 'unknown') return unknown;
    if (kind === 'changes') changes = true;
    if (kind === 'announces') {
      scripts.push(words[(at += 1)]?.value ?? '');
      isSaid = true;
    }
    if (kind !== 'operand') continue;
    if (!isSaid && scripts.length === 0) scripts.push(word.value);
    else if (word.glob && /^[^/]*[*?[]/.test(word.value)) return unknown;
  }
  return { understood: scripts.length > 0 && scripts.every(isPlainSedScript), harmless: !changes };
}

/** Classifies a word of sed: an option, an option before a script, or an operand. */
function sedWord(
  { value }: Pick<ShellWord, 'value'>,
  before: string,
): 'announces' | 'harmless' | 'changes' | 'unknown' | 'operand' {
  // BSD's `-i` takes an empty suffix in the next word; for GNU that is an empty script.
  if (value === '' && /^-[nErsuz]*i$/.test(before)) return 'harmless';
  if (/^-[nErsuz]*e$/.test(value) || value === '--expression') return 'announces';
  if (/^-[nErsuz]+$|^--(quiet|silent|regexp-extended|null-data|separate|unbuffered|posix)$/.test(value))
    return 'harmless';
  if (/^-[nErsuz]*i(\.[\w.]+)?$|^--in-place(=\.[\w.]+)?$/.test(value)) return 'changes';
  return value.startsWith('-') ? 'unknown' : 'operand';
}

function isPlainAwk(words: readonly ShellWord[]): boolean {
  for (let at = 0; at < words.length; at += 1) {
    const { value = '', glob = false } = words[at] ?? {};
    if (value === '-F' || value === '-v') at += 1;
    else if (/^-F./.test(value) || value === '--') continue;
    else if (value.startsWith('-')) return false;
    else
      return (
        !glob && isPlainAwkProgram(value) && words.slice(at + 1).every(({ value }) => /^[^-]/.test(value))
      );
  }
  return false;
}

/** The environment contains keys, and modules are code. */
function isPlainJq(words: readonly ShellWord[]): boolean {
  for (let at = 0; at < words.length; at += 1) {
    const { value = '', glob = false } = words[at] ?? {};
    if (/^--(arg|argjson)$/.test(value)) at += 2;
    else if (value === '--indent') at += 1;
    else if (
      /^-[rcesnSMCja]+$|^--(raw-output|compact-output|exit-status|slurp|null-input|sort-keys|monochrome-output|color-output|join-output|ascii-output|tab|raw-input|unbuffered|args|jsonargs)$|^-R$/.test(
        value,
      )
    )
      continue;
    else if (value.startsWith('-')) return false;
    else
      return (
        !glob &&
        !/\$ENV|\benv\b|\b(?:include|import|input_filename|get_search_list|debug|stderr|modulemeta)\b|\$__/.test(
          value,
        ) &&
        words.slice(at + 1).every(({ value }) => !/^-./.test(value))
      );
  }
  return false;
}

/** Only targets and plain variables; no variables that make or its rules use as programs. */
function isPlainMake(values: readonly string[]): boolean {
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? '';
    if (value === '-C' || value === '-j')
      at += values[at + 1] !== undefined && (value === '-C' || /^\d+$/.test(values[at + 1] ?? '')) ? 1 : 0;
    else if (
      /^(-[ksnBwr]|-j\d+|--(keep-going|silent|dry-run|always-make|no-print-directory|output-sync))$/.test(
        value,
      )
    )
      continue;
    else if (/^[A-Za-z_]\w*=/.test(value)) {
      if (
        !/^(?:T|TEST|TESTS|TEST_\w+|TESTARGS|ARGS|V|VERBOSE|DEBUG|NAME|TARGET|PKG|PACKAGE|VERSION|TAG|ENV|MODE|BUILD|RELEASE|COVERAGE|FILE|FILES|FILTER|PORT|PROFILE|ONLY)=[\w./:@%+,-]*$/.test(
          value,
        )
      )
        return false;
    } else if (!/^[\w.][\w./-]*$/.test(value)) return false;
  }
  return true;
}
