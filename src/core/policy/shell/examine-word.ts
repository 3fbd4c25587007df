import type { Word, WordPart } from 'unbash';
import { constructName } from './construct-name.ts';

export interface ExaminedWord {
  /** Why the word is not understood; null if it is. */
  why: string | null;
  /** Stands for any number of file names. */
  glob: boolean;
  /** A pattern that may stand for an option. */
  loose?: true;
}

/**
 * Examines the parts of a word: letters and quotes are plain, and so is a pattern that cannot expand to an option.
 */
export function examineWord(word: Word): ExaminedWord {
  const parts = word.parts ?? [{ type: 'Literal' as const, text: word.text }];
  const glob = parts.some(({ type }) => type === 'Glob');
  let why = parts.map((part, index) => partFault(part, index > 0)).find((fault) => fault !== null) ?? null;
  // zsh takes `=x` for the path of the program x.
  if (/^[\]}]|^\{(?!\}$)|^=./.test(word.text)) why ??= ambiguous;
  if (!glob) return { why: why ?? homeFault(word), glob };
  // A file whose name begins with such an option contains no slash, and so names no more files than the
  // option does.
  if (choosing.test(word.text)) return { why, glob };
  if (why === null && /^[*?[][^~]*$/.test(word.text) && !/(^|\/)\.|\\/.test(word.text))
    return { why: mayBeAnything, glob, loose: true };
  if ([word.text, word.value].some((text) => /^[-*?[~/]|\.\./.test(text))) why ??= mayBeAnything;
  if (/(^|\/)\.[^/]*[*?[]/.test(word.value)) why ??= 'a pattern may stand for hidden files';
  return { why: why ?? homeFault(word), glob };
}

/** @param isBehind whether another part precedes this one */
function partFault(part: WordPart | { type: 'Literal'; text: string }, isBehind: boolean): string | null {
  switch (part.type) {
    case 'Glob':
    case 'SingleQuoted':
      return null;
    case 'Literal':
      return isAmbiguous(part.text, isBehind) ? ambiguous : null;
    case 'DoubleQuoted': {
      for (const inner of part.parts) {
        if (inner.type !== 'Literal') return `it uses ${constructName(inner.type)}`;
        if (/\$(?!['/|)]|$)/.test(withoutEscapes(inner.text))) return ambiguous;
      }
      return null;
    }
    default:
      return `it uses ${constructName(part.type)}`;
  }
}

function homeFault({ text }: Word): string | null {
  return /^~(?!\/|$)/.test(text) || /[=:]~/.test(text) ? 'it uses a home directory of another kind' : null;
}

/** Options that select files by name, with a pattern without directories. */
const choosing = /^--(?:include|exclude|exclude-dir|glob|iglob)=[\w.*?-]*$/;

const mayBeAnything = 'a pattern may stand for anything';

const ambiguous = 'it holds signs that are read in more than one way';

/**
 * Unquoted characters that parsers of the same language read differently: a dollar without meaning, an unclosed
 * bracket, a backslash before a letter.
 */
function isAmbiguous(text: string, isBehind: boolean): boolean {
  return (
    /\\(?:[A-Za-z0-9\t]|$)/.test(text.replaceAll('\\\\', '')) ||
    (isBehind ? /^\\[^'"]/ : /^\\\s/).test(text) ||
    /[{\]}]\\/.test(text) ||
    /[$()[]|\d#/.test(withoutEscapes(text))
  );
}

function withoutEscapes(text: string): string {
  return text.replaceAll(/\\./gs, '');
}
