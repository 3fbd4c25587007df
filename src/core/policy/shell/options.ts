/**
 * Commands whose options can write, run or leak something, each with the options that cannot. Options are compared
 * whole, because long ones may be cut short; what is not listed is not understood. Measured against 231 commands that
 * run something unasked: with these lists none of them was let through.
 */
import type { ShellWord } from './read-shell.ts';

interface Known {
  /** The options that are understood. */
  options: RegExp | 'any';
  /** Of the arguments that are no options; any if not given. */
  operands?: (operands: ShellWord[]) => boolean;
  /** What stands behind `--` is for the program that it runs. */
  passesOn?: true;
  /** Changes nothing: may run unasked where reading may. */
  harmless: boolean;
}

/** Whether the options of a command are on the list. */
export function hasOptions(name: string): boolean {
  return name === 'git' || Object.hasOwn(commands, name);
}

/** @returns undefined of a command that is not on the list */
export function knownOptions(
  words: readonly ShellWord[],
): { understood: boolean; harmless: boolean } | undefined {
  const [name, ...rest] = words;
  if (name === undefined) return undefined;
  if (versioned.has(name.value) && rest.length === 1 && rest[0]?.value === '--version')
    return { understood: true, harmless: true };
  if (name.value === 'command' && rest.length > 1 && /^-[vV]$/.test(rest[0]?.value ?? ''))
    return { understood: true, harmless: true };
  if (name.value === 'git') return knownGit(rest);
  const known = Object.hasOwn(commands, name.value) ? commands[name.value] : undefined;
  return known && { understood: isUnderstood(known, rest), harmless: known.harmless };
}

function isUnderstood({ options, operands, passesOn }: Known, given: readonly ShellWord[]): boolean {
  const end = passesOn ? given.findIndex(({ value }) => value === '--') : -1;
  const words = end < 0 ? given : given.slice(0, end);
  const isOption = ({ value }: ShellWord) => value.startsWith('-') && value !== '-';
  if (options !== 'any' && !words.filter(isOption).every(({ value }) => options.test(value))) return false;
  return operands?.(words.filter((word) => !isOption(word))) ?? true;
}

function harmless(options: Known['options'], operands?: Known['operands']): Known {
  return { options, harmless: true, ...(operands && { operands }) };
}

/** Programs that tell their version without a look at what the workspace says. */
const versioned = new Set(['node', 'python3', 'git', 'gcc', 'java', 'go']);

/** No option at all. */
const none = /^$a/;
const isPlain = (words: ShellWord[]) => words.every(({ glob }) => !glob);

/** Conversions that show something; `%n` sets the variable that an argument names, and `PATH` may be one. */
const plainFormat = /^(?:[^%]|%%|%[-+ #0']*[\d*]*(?:\.[\d*]*)?[bcdeEfgGiosuxXq])*$/;

/** Where a number is expected some shells calculate the index of a variable, and run what stands in it. */
const isNoIndex = ({ value, glob }: ShellWord) => !glob && !/\[.*[$`]/s.test(value);

/** But for those that take a variable's name, whose index is calculated. */
const testing = /^-([a-uw-zA-QS-Z]|eq|ne|lt|le|gt|ge|nt|ot|ef)$/;

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
  tr: harmless(/^-[cds]+$/),
  seq: harmless(/^-[w]$/),
  which: harmless(/^-a$/),
  type: harmless(/^-[aftpP]+$/),
  du: harmless(/^-[shackm]+$|^-d\d+$|^--max-depth=\d+$/),
  df: harmless(/^-[hkT]+$/),
  file: harmless(/^-[bi]+$/),
  printf: harmless(none, (words) => plainFormat.test(words[0]?.value ?? '%') && words.every(isNoIndex)),
  head: harmless(/^-(\d+|[ncq]\d*)$/),
  tail: harmless(/^-(\d+|[ncq][+-]?\d*)$/),
  wc: harmless(/^-[lwcmL]+$/),
  uniq: harmless(/^-[cdui]+$/, (words) => words.length <= 1 && isPlain(words)),
  grep: harmless(/^-[A-Za-eg-z0-9]+$|^--(include|exclude|exclude-dir|color|count)(=.*)?$/),
  rg: harmless(
    /^-[nilcwFSsvoNHhABCm0-9]+$|^-[getTM]$|^--(files|type|glob|count|context|max-count|max-depth|heading|no-heading|line-number|ignore-case|files-with-matches|fixed-strings|multiline|sort|color)(=.*)?$/,
  ),
  tree: harmless(/^-[adfshpDLI]+$|^--(noreport|dirsfirst|gitignore|prune)$/),
  diff: harmless(/^-[urqwb]+$|^-U\d+$/),
  date: harmless(
    /^-u$/,
    (words) => words.length === 0 || (words.length === 1 && (words[0]?.value.startsWith('+') ?? false)),
  ),
  test: harmless(testing, (words) => words.every(isNoIndex)),
  '[': harmless(testing, (words) => words.every(isNoIndex)),
  cd: harmless(
    none,
    (words) =>
      words.length === 1 && isPlain(words) && !/^[/~+-]|(^|\/)\.\.(\/|$)/.test(words[0]?.value ?? '/'),
  ),
  sort: harmless(/^-[nruh]+$|^-k[\d.,bdfginr]*$/),
  find: harmless(/^-(name|iname|type|maxdepth|mindepth|not|path|print|o|a|size|newer)$/, (words) =>
    words.every(({ glob, value }) => !glob && value !== '-'),
  ),
  sed: harmless(/^-n$/, (words) => /^\d+(,(\d+|\$))?p$/.test(words[0]?.value ?? '') && isPlain(words)),
  npm: packageManager((name) => plainOfNpm.has(name)),
  pnpm: packageManager((name) => !configuring.test(name)),
  yarn: packageManager((name) => !configuring.test(name)),
  cargo: {
    options:
      /^(-[vqp]|-j\d+|--(release|all|workspace|lib|bins|bin|test|tests|examples|all-targets|all-features|features|no-default-features|package|exclude|quiet|verbose|locked|offline|no-run|no-deps|no-fail-fast|check|version)(=.*)?)$/,
    passesOn: true,
    harmless: false,
  },
  go: {
    options:
      /^-{1,2}(v|race|short|benchmem|cover|failfast|json|m|u|(run|skip|bench|benchtime|count|timeout|parallel|p|cpu|tags)(=.*)?)$/,
    harmless: false,
  },
  make: {
    options: /^-([jksnB]|j\d+)$/,
    operands: (words) => words.every(({ value, glob }) => /^[\w.-]+$/.test(value) && !glob),
    harmless: false,
  },
};

/** A script's own arguments stand behind `--`; before it some options name programs to be run. */
function packageManager(isPlainSubcommand: (name: string) => boolean): Known {
  return {
    options:
      /^(-s|--silent|-w|-ws|--workspaces|--if-present|-D|--save-dev|-E|--save-exact|--no-audit|--no-fund|--prefer-offline|--version|--json|--omit=dev|--run|--coverage|-t|-u)$/,
    operands: ([subcommand]) => subcommand === undefined || isPlainSubcommand(subcommand.value),
    passesOn: true,
    harmless: false,
  };
}

/** Subcommands that neither say what is run, as `config` and `pkg` do, nor run what is named behind them. */
const plainOfNpm = new Set(
  `test t run run-script start stop restart install i ci add uninstall remove rm update up upgrade ls list outdated view
  info show audit explain why fund pack publish version prune dedupe ping whoami search help doctor root prefix
  rebuild`.split(/\s+/),
);

/** Any other may be a script of the workspace. */
const configuring = /^(c|config|set|env|setup|init|plugin|workspaces?|recursive|multi|m|patch-commit|link)$/;

const display =
  /^(--|-[pnsvrwbuMCiE]|-sb|-\d+|-[nU]\d+|-[SGL].*|-u(no|normal|all)|--(oneline|follow|patch|no-renames|exit-code|quiet|stat|short|name-only|name-status|porcelain|cached|staged|no-ext-diff|no-textconv|graph|all|decorate|no-color|no-patch|numstat|shortstat|branch|show-current|abbrev-ref|show-toplevel|is-inside-work-tree|git-dir|verify|others|exclude-standard|first-parent|reverse|no-merges|merges|word-diff|ignored)|--(format|pretty|grep|since|until|author|diff-filter|max-count|untracked-files|porcelain|color|decorate|abbrev|date|unified|after|before)=.*)$/;

const writing: Record<string, RegExp> = {
  add: /^(--|-[Aun]|--(all|update|dry-run))$/,
  commit: /^(-[amsqv]|-am|--(all|message|amend|no-edit|signoff|quiet|verbose|allow-empty))$|^--message=/,
  merge: /^(-m|--(no-ff|ff-only|squash|abort|continue|no-edit|no-commit))$/,
  push: /^(-[ufndqv]|--(set-upstream|force|force-with-lease|tags|all|delete|dry-run|no-verify|quiet|verbose))$/,
  pull: /^(-[qv]|--(rebase|no-rebase|ff-only|tags|prune|quiet|all))$/,
  fetch: /^(-[pqv]|--(prune|all|tags|quiet|depth=\d+))$/,
  checkout: /^(--|-[bBqf]|--(quiet|force|detach|ours|theirs))$/,
  switch: /^(-[cCq]|--(quiet|detach|create))$/,
  restore: /^(--|-[SW]|--(staged|worktree|source=[\w./~^-]+))$/,
  reset: /^(--|-q|--(soft|mixed|hard|quiet))$/,
  stash: /^(-[muk]|--(message|include-untracked|keep-index))$/,
  rm: /^(--|-[rfnq]|--(cached|force|dry-run|quiet))$/,
  mv: /^(-[fnkv])$/,
  tag: /^(-[adlmf]|--(list|delete|annotate|message))$/,
  'cherry-pick': /^(-[nx]|--(abort|continue|skip|no-commit))$/,
  revert: /^(-n|--(abort|continue|skip|no-commit|no-edit))$/,
};

const connecting = new Set(['push', 'pull', 'fetch']);

/**
 * What a remote is called everywhere, or an address elsewhere. Any other word may be a directory, whose hooks and
 * configuration would be run, or name the program to be run: `ext::`.
 */
const isRemote = /^(origin|upstream|fork|(https?|ssh|git):\/\/.+|[\w.-]+@[\w.-]+:.+)$/;

const reading = new Set([
  'status',
  'diff',
  'log',
  'show',
  'rev-parse',
  'ls-files',
  'blame',
  'shortlog',
  'describe',
]);

/** An option before the subcommand can name a program to be run; so can most of what is not listed here. */
function knownGit(words: readonly ShellWord[]): { understood: boolean; harmless: boolean } {
  const [subcommand, ...rest] = words;
  if (subcommand === undefined || subcommand.glob) return { understood: false, harmless: false };
  const name = subcommand.value;
  if (reading.has(name))
    return {
      understood: isUnderstood({ options: display, operands: isPlain, harmless: true }, rest),
      harmless: true,
    };
  if (name === 'branch') {
    const shows = {
      options: /^(-[avr]+|--(show-current|list|all))$/,
      operands: (words: ShellWord[]) => words.length === 0,
    };
    if (isUnderstood({ ...shows, harmless: true }, rest)) return { understood: true, harmless: true };
    return { understood: isUnderstood({ options: /^-[dDmMcC]$/, harmless: false }, rest), harmless: false };
  }
  const options = Object.hasOwn(writing, name) ? writing[name] : undefined;
  const operands = (words: ShellWord[]) =>
    words.every(({ value, glob }) => !glob && !value.includes('::')) &&
    (!connecting.has(name) || isRemote.test(words[0]?.value ?? 'origin'));
  return {
    understood: options !== undefined && isUnderstood({ options, operands, harmless: false }, rest),
    harmless: false,
  };
}
