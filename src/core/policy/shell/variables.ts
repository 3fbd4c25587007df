/** Variables whose value is known from the line itself. */

export interface KnownValue {
  value: string;
  /** Stands for the names of files, however many there are. */
  glob: boolean;
}

export type KnownValues = ReadonlyMap<string, KnownValue>;

/**
 * Names that people give to variables of their own. No shell and no program looks at them: other names may have been
 * exported before, and change what a program does when they are set.
 */
const ownNames =
  /^_?(?:[a-z]|file|files|dir|dirs|name|names|item|pkg|package|branch|msg|message|src|dst|dest|base|target|out|line|url|ref|sha|commit|test|spec|mod|num|idx|page|ext|key|val|tag|id|F|FILE|DIR|NAME|PKG|BRANCH|MSG|SRC|DST|DEST|REF|SHA|COMMIT)\d*_?$/;

/** Of zsh, or of both. */
const special = new Set(['path', 'argv', 'status', 'match', 'words', 'reply', 'prompt', 'watch']);

export function isOwnName(name: string): boolean {
  return ownNames.test(name) && !special.has(name);
}

/** Without quotes, a value with other signs than these is taken apart, or for a pattern. */
export function isOneWord(value: string): boolean {
  return /^[\w./:@%+,-]+$/.test(value);
}
