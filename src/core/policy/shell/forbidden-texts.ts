/** The texts that deny and ask rules are matched against: every text that might be a command. */
import { baseName } from '../path.ts';
import { readShell } from './read-shell.ts';
import type { ShellCommand } from './shell-reading.ts';

/**
 * Returns the texts of all possible commands in a line: those that the parser found, as written and without quotes,
 * path and wrappers; and every piece between separators, in case the parser was deceived.
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
    // For a program that runs its arguments: each of them may be the command name.
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

/** Returns the commands in a line; none if the line is too long to parse. */
export function commandsIn(source: string): ShellCommand[] {
  return readShell(source).commands;
}
