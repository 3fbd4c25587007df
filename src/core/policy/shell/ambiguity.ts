import type { Command, Word } from 'unbash';
import type { ShellCommand, ShellWord } from './shell-reading.ts';

/**
 * Returns what parsers of the same language read differently in a command, although this parser accepts it; found by
 * comparison with another parser. Null if there is nothing.
 */
export function ambiguityOf({ prefix, suffix }: Command, { words }: ShellCommand): string | null {
  const [name, ...rest] = words;
  if (name?.glob) return 'the name of a command is a pattern';
  if (name && !isPlainName(name)) return 'the name of a command is written in an unusual way';
  if (name?.text === '[' && !isPlainTest(rest)) return 'a test is not plain';
  if (name && declaring.has(name.value) && !rest.every(({ text }) => declared.test(text)))
    return 'an argument sets a variable';
  const types = new Set(prefix.map(({ type }) => type));
  const inTest = name?.text === '[' && [...prefix, ...suffix].some(({ type }) => type === 'Redirect');
  return inTest || types.size > 1 ? 'a redirection stands where none is expected' : null;
}

/** Whether a word is the bracket of a test; elsewhere a bracket is an unclosed pattern. */
export function isBracket(word: Word, { name, suffix }: Command): boolean {
  return name?.text === '[' && (word === name || (word === suffix.at(-1) && word.text === ']'));
}

const declaring = new Set(['declare', 'typeset', 'export', 'readonly', 'local', 'unset', 'unsetenv']);
const declared = /^-\w+$|^\w+(=[\w./:@+,-]+)?$/;

/** Plain characters only, or completely quoted. */
function isPlainName({ text }: ShellWord): boolean {
  return /^(?:[\w./~+][\w./~+-]*|:|\[|"[^"$`\\]+"|'[^']+')$/.test(text);
}

/** Tests that all parsers read alike: `WORD`, `-f WORD`, `WORD = WORD`, also with a `!` before them. */
function isPlainTest(words: readonly ShellWord[]): boolean {
  const texts = words.map(({ text }) => text);
  if (texts.pop() !== ']') return false;
  if (texts[0] === '!') texts.shift();
  const isOperand = (text = '') => /^(?:[\w./][\w./~:-]*|"[^"\\]*"|'[^']*')$/.test(text);
  const [first = '', second = '', third] = texts;
  if (texts.length === 1) return isOperand(first);
  if (texts.length === 2) return /^-[a-zA-Z]$/.test(first) && isOperand(second);
  return texts.length === 3 && isOperand(first) && comparing.test(second) && isOperand(third);
}

const comparing = /^(?:=|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef))$/;
