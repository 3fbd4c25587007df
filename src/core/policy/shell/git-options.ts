/** Known options of git: which show something, which change the repository, and which name programs. */
import { isUnderstood } from './known-options.ts';
import type { ShellWord } from './shell-reading.ts';

const display =
  /^(--|-[pnsvrwbuMCiE]|-[sne]{2,3}|-sb|-\d+|-[nU]\d+|-[SGL].*|-u(no|normal|all)|--(oneline|follow|patch|no-renames|exit-code|quiet|stat|short|name-only|name-status|porcelain|cached|staged|no-ext-diff|no-textconv|graph|all|decorate|no-color|no-patch|numstat|shortstat|branch|show-current|abbrev-ref|show-toplevel|is-inside-work-tree|git-dir|verify|others|exclude-standard|first-parent|reverse|no-merges|merges|word-diff|ignored|check|minimal|summary|dirstat|cached|full-index|binary|raw|tags|remotes|source|left-right|cherry-pick|cherry-mark|no-walk|topo-order|date-order|name|pickaxe-all|pickaxe-regex|ignore-all-space|ignore-space-change|function-context|no-prefix|all-match|regexp-ignore-case|extended-regexp|perl-regexp|fixed-strings|invert-grep|boundary|simplify-merges|ancestry-path|count|symbolic-full-name|git-common-dir|show-prefix|show-cdup|is-bare-repository|short=\d+|stage|modified|deleted|cached|unmerged|full-name|error-unmatch|long|always|dirty|exact-match|relative|text|R|z)|--(format|pretty|committer|color-words|word-diff|relative|find-renames|ignored|skip|sort|contains|merged|no-merged|points-at|match|exclude|glob|branches|tags|remotes|inter-hunk-context|stat|abbrev|grep|since|until|author|diff-filter|max-count|untracked-files|porcelain|color|decorate|abbrev|date|unified|after|before)=.*)$/;

const writing: Record<string, RegExp> = {
  add: /^(--|-[AunvfN]|--(all|update|dry-run|verbose|force|intent-to-add))$/,
  commit:
    /^(-[amsqvFn]|-am|-qm|-sm|-aqm|-[aqsn]*m|--(all|message|amend|no-edit|signoff|quiet|verbose|allow-empty|allow-empty-message|file|no-verify|only|reset-author|dry-run|no-gpg-sign))$|^--(fixup|squash|author|date|file)=|^--message=/,
  rebase:
    /^(--(abort|continue|skip|quit|onto|autostash|no-autostash|keep-empty|quiet|verbose|rebase-merges|update-refs|fork-point|no-fork-point)|-[qv])$/,
  merge: /^(-m|--(no-ff|ff-only|squash|abort|continue|no-edit|no-commit))$/,
  push: /^(-[ufndqv]|--force-with-lease=\S+|--(set-upstream|force|force-with-lease|tags|all|delete|dry-run|no-verify|quiet|verbose))$/,
  pull: /^(-[qvr]|--(rebase|no-rebase|ff-only|tags|prune|quiet|all|autostash|no-edit)|--rebase=(true|false|merges))$/,
  fetch: /^(-[pqvt]|--(prune|all|tags|no-tags|quiet|verbose|unshallow|depth=\d+|dry-run))$/,
  checkout: /^(--|-[bBqft]|--(quiet|force|detach|ours|theirs|track|no-track|orphan))$/,
  switch: /^(-[cCqdt-]|-|--(quiet|detach|create|track|no-track|discard-changes|orphan))$/,
  restore: /^(--|-[SW]|--(staged|worktree|source=[\w./~^-]+))$/,
  reset: /^(--|-q|--(soft|mixed|hard|quiet))$/,
  stash: /^(--|-[mukpqa]|--(message|include-untracked|keep-index|index|quiet|stat|staged|all|patch))$/,
  rm: /^(--|-[rfnq]|--(cached|force|dry-run|quiet))$/,
  mv: /^(-[fnkv])$/,
  tag: /^(-[adlmfn]|-n\d+|--(list|delete|annotate|message|force)|--(sort|contains|points-at|merged)=\S+)$/,
  'cherry-pick': /^(-[nx]|--(abort|continue|skip|no-commit))$/,
  revert: /^(-n|--(abort|continue|skip|no-commit|no-edit))$/,
};

const connecting = new Set(['push', 'pull', 'fetch']);

/**
 * A common name of a remote, or a remote address. Any other word may be a directory, whose hooks and configuration
 * would run, or name a program: `ext::`.
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
  'rev-list',
  'merge-base',
  'cat-file',
  'ls-tree',
  'name-rev',
  'check-ignore',
  'for-each-ref',
  'show-ref',
  'diff-tree',
  'whatchanged',
]);

/** Options of `git grep` that show something; `-O` runs a program. */
const searching =
  /^(--|-[nilcwEFPGhHIopvqze0-9]+|-[ABC]\d*|--(name-only|files-with-matches|files-without-match|count|line-number|ignore-case|word-regexp|extended-regexp|fixed-strings|perl-regexp|only-matching|show-function|heading|break|untracked|cached|and|or|not|all-match|no-color|color|max-depth|max-count)(=.*)?)$/;

/**
 * Options before the subcommand that name no program and no configuration. The target of `-C` is checked where the
 * directory is known.
 */
const leading = /^(--no-pager|--no-optional-locks|--literal-pathspecs|-P)$/;

/** Returns the words from the subcommand on, and the directories of options before it. */
export function gitWords<Word extends { value: string }>(
  words: readonly Word[],
): { rest: readonly Word[]; directories: string[] } {
  const directories: string[] = [];
  let at = 0;
  for (; at < words.length; at += 1) {
    const value = words[at]?.value ?? '';
    if (value === '-C') directories.push(words[(at += 1)]?.value ?? '');
    else if (!leading.test(value)) break;
  }
  return { rest: words.slice(at), directories };
}

interface Understanding {
  understood: boolean;
  harmless: boolean;
}

const unknown: Understanding = { understood: false, harmless: false };
const harmless: Understanding = { understood: true, harmless: true };

/** An option before the subcommand can name a program to run; so can most unlisted words. */
export function knownGit(given: readonly ShellWord[]): Understanding {
  const { rest: words, directories } = gitWords(given);
  const [subcommand, ...rest] = words;
  if (subcommand === undefined || subcommand.glob || directories.length > 1) return unknown;
  if (directories.some((directory) => !/^[\w.][\w./-]*$|^\//.test(directory))) return unknown;
  const name = subcommand.value;
  if (reading.has(name)) return shows(rest, display);
  const own = Object.hasOwn(ownForms, name) ? ownForms[name]?.(rest, rest[0]?.value ?? '') : undefined;
  return own ?? writes(name, rest);
}

/** Subcommands that show or change something, depending on their words. @returns undefined if `writing` applies */
const ownForms: Record<string, (rest: readonly ShellWord[], action: string) => Understanding | undefined> = {
  grep: (rest) => shows(rest, searching),
  remote(rest, action) {
    const lists = rest.length === 0 || (rest.length === 1 && action === '-v');
    return lists || (rest.length === 2 && action === 'get-url')
      ? { understood: isPlain(rest), harmless: true }
      : unknown;
  },
  worktree: (rest, action) =>
    action === 'list' && rest.slice(1).every(({ value }) => /^(--porcelain|-v|-z)$/.test(value))
      ? harmless
      : unknown,
  stash: (rest, action) => (action === 'list' || action === 'show' ? shows(rest, display) : undefined),
  reflog: (rest, action) =>
    action === '' || action === 'show' || action.startsWith('-') ? shows(rest, display) : unknown,
  config: (rest, action) =>
    rest.length === 2 &&
    /^(--get|get)$/.test(action) &&
    /^(user|core|init|remote|branch)\.[\w.-]+$/.test(rest[1]?.value ?? '')
      ? harmless
      : unknown,
  tag: (rest) =>
    rest.every(({ value }) => /^(-l|--list|-n\d*|--sort=[\w:-]+)$/.test(value)) ? harmless : undefined,
  branch: knownBranch,
};

function knownBranch(rest: readonly ShellWord[], action: string): Understanding {
  const listing =
    /^(-[avr]+|--(show-current|list|all|remotes|verbose|sort=[\w:-]+|merged|no-merged|contains|format=.*))$/;
  const listed = shows(rest, listing, (words) => words.length === 0);
  if (listed.understood) return listed;
  if (action === '--list' || action === '-l')
    return { understood: rest.length <= 2 && isPlain(rest), harmless: true };
  const options = /^(-[dDmMcCfu]|--(delete|move|copy|force|set-upstream-to=[\w./-]+|track|no-track))$/;
  return {
    understood: isUnderstood({ options, operands: isPlain, harmless: false }, rest),
    harmless: false,
  };
}

function shows(
  rest: readonly ShellWord[],
  options: RegExp,
  operands: (words: ShellWord[]) => boolean = isPlain,
): Understanding {
  return { understood: isUnderstood({ options, operands, harmless: true }, rest), harmless: true };
}

function writes(name: string, rest: readonly ShellWord[]): Understanding {
  const options = Object.hasOwn(writing, name) ? writing[name] : undefined;
  const operands = (words: ShellWord[]) =>
    words.every(({ value, glob }) => !glob && !value.includes('::')) &&
    (!connecting.has(name) || isRemote.test(words[0]?.value ?? 'origin'));
  return {
    understood: options !== undefined && isUnderstood({ options, operands, harmless: false }, rest),
    harmless: false,
  };
}

function isPlain(words: readonly ShellWord[]): boolean {
  return words.every(({ glob }) => !glob);
}
