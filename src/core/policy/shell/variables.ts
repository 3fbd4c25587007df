/** Variables whose value the line itself determines. */

export interface KnownValue {
  value: string;
  /** Stands for any number of file names. */
  glob: boolean;
}

export type KnownValues = ReadonlyMap<string, KnownValue>;

/**
 * Names that people give to their own variables. No shell and no program reads them; other names may have been
 * exported before, and change a program when set.
 */
const ownNames =
  /^_?(?:[a-z]|file|files|dir|dirs|name|names|item|pkg|package|branch|msg|message|src|dst|dest|base|target|out|line|url|ref|sha|commit|test|spec|mod|num|idx|page|ext|key|val|tag|id|F|FILE|DIR|NAME|PKG|BRANCH|MSG|SRC|DST|DEST|REF|SHA|COMMIT)\d*_?$/;

/** Special in zsh, or in both. */
const special = new Set(['path', 'argv', 'status', 'match', 'words', 'reply', 'prompt', 'watch']);

export function isOwnName(name: string): boolean {
  return ownNames.test(name) && !special.has(name);
}

/** Unquoted, a value with other characters is split, or expanded as a pattern. */
export function isOneWord(value: string): boolean {
  return /^[\w./:@%+,-]+$/.test(value);
}
