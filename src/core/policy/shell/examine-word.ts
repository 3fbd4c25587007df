import type { Word, WordPart } from 'unbash';
import { constructName } from './construct-name.ts';

export interface ExaminedWord {
  /** Why the word is not understood; null where it is. */
  why: string | null;
  /** Stands for the names of files, however many there are. */
  glob: boolean;
  /** A pattern that may stand for an option. */
  loose?: true;
}

/** What a word is made of: letters and quotes are plain, and so is a pattern that cannot come out as an option. */
export function examineWord(word: Word): ExaminedWord {
  const parts = word.parts ?? [{ type: 'Literal' as const, text: word.text }];
  const glob = parts.some(({ type }) => type === 'Glob');
  let why = parts.map((part, index) => partFault(part, index > 0)).find((fault) => fault !== null) ?? null;
  // zsh takes `=x` for the path of the program x.
  if (/^[\]}]|^\{(?!\}$)|^=./.test(word.text)) why ??= ambiguous;
  if (!glob) return { why: why ?? homeFault(word), glob };
  // A file whose name begins with such an option has no slash in it, and so names no more files than the option does.
  if (choosing.test(word.text)) return { why, glob };
  if (why === null && /^[*?[][^~]*$/.test(word.text) && !/(^|\/)\.|\\/.test(word.text))
    return { why: mayBeAnything, glob, loose: true };
  if ([word.text, word.value].some((text) => /^[-*?[~/]|\.\./.test(text))) why ??= mayBeAnything;
  if (/(^|\/)\.[^/]*[*?[]/.test(word.value)) why ??= 'a pattern may stand for hidden files';
  return { why: why ?? homeFault(word), glob };
}

/** @param isBehind whether another part stands before this one */
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

/** Options that choose files by their names, with a pattern that no directory is part of. */
const choosing = /^--(?:include|exclude|exclude-dir|glob|iglob)=[\w.*?-]*$/;

const mayBeAnything = 'a pattern may stand for anything';

const ambiguous = 'it holds signs that are read in more than one way';

/**
 * Signs without quotes that mean nothing where they stand, a dollar, a bracket that is not closed, a backslash before a
 * letter: parsers of the same language take them for different things.
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
