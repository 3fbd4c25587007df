/** What rules that forbid are held against: every text that might be a command, however it is dressed. */
import { baseName } from '../path.ts';
import { readShell } from './read-shell.ts';
import type { ShellCommand } from './shell-reading.ts';

/**
 * The texts of all commands that may be in a line: of those that the parser found, as written and without quotes,
 * without path and without what stands before them; and, because a parser may be deceived, of every piece between
 * separators.
 */
export function forbiddenTexts(source: string, commands: readonly ShellCommand[]): string[] {
  const texts = new Set<string>();
  const add = (words: readonly string[]) => {
    const [name = '', ...rest] = words;
    texts.add(words.join(' '));
    if (name.includes('/')) texts.add([baseName(name), ...rest].join(' '));
  };
  for (const { text, words } of commands) {
    texts.add(text);
    const values = words.map(({ value }) => value);
    add(words.map(({ text }) => text));
    // Whatever runs its arguments: each of them may be the name of the command.
    for (let from = 0; from < values.length; from += 1) {
      const name = values[from] ?? '';
      if (from === 0 || mayBegin(name)) add(values.slice(from));
    }
  }
  for (const piece of source.split(/&&|\|\||[;|&\n()`{}]/)) {
    texts.add(piece.trim());
    add(bare(piece).split(/\s+/));
  }
  return [...texts];
}

/** A name, or a path that ends in one. */
function mayBegin(word: string): boolean {
  return /^[\w./+-]+$/.test(word) && !word.startsWith('-');
}

/** Without keywords, variables and quotes. */
function bare(piece: string): string {
  return piece
    .trim()
    .replace(/^(?:(?:then|do|else|elif|if|while|until|!|time|\w+=\S*)\s+)+/, '')
    .replaceAll(/["'\\]/g, '');
}

/** The commands in a line; none of a line that is too long to be read. */
export function commandsIn(source: string): ShellCommand[] {
  return readShell(source).commands;
}
