import type { DoubleQuotedChild, Word, WordPart } from 'unbash';
import { examineWord } from './examine-word.ts';
import { literalText } from './literal-text.ts';
import { isOneWord, type KnownValues } from './variables.ts';

export interface ResolvedWord {
  /** Without quotes, with expansions replaced. */
  value: string;
  /** As written, or an equivalent text. */
  text: string;
  glob: boolean;
}

export interface Resolution {
  /** One word, or several from braces. */
  words: ResolvedWord[];
  /** Why the word is not understood; null if it is. */
  why: string | null;
  /** Whether anything was replaced. */
  replaced: boolean;
  /** A pattern that may expand to an option, and is understood otherwise. */
  loose?: true;
}

/** Resolves a word, as far as the line itself determines it. */
export function resolveWord(word: Word, values: KnownValues): Resolution {
  const asWritten = { value: word.value, text: word.text, glob: false };
  const parts = word.parts;
  const isReplaced = (part: WordPart | DoubleQuotedChild): boolean =>
    part.type.endsWith('Expansion') || (part.type === 'DoubleQuoted' && part.parts.some(isReplaced));
  if (!parts?.some(isReplaced)) {
    const { why, glob, loose } = examineWord(word);
    return { words: [{ ...asWritten, glob }], why, replaced: false, ...(loose && { loose }) };
  }
  const others = parts.filter((part) => !isReplaced(part));
  const plain = examineWord({ ...word, parts: others, text: others.map(({ text }) => text).join('') });
  let pieces: { value: string; glob: boolean }[] = [{ value: '', glob: plain.glob }];
  for (const part of parts) {
    const found = valuesOf(part, values);
    if (found === undefined)
      return { words: [asWritten], why: examineWord(word).why ?? 'it is replaced', replaced: true };
    pieces = pieces.flatMap((piece) =>
      found.map(({ value, glob }) => ({ value: piece.value + value, glob: piece.glob || glob })),
    );
    if (pieces.length > 50)
      return { words: [asWritten], why: 'it stands for too many words', replaced: true };
  }
  const why =
    plain.why ??
    (pieces.some(({ value, glob }) => glob && /^[-*?[~/]|\.\./.test(value))
      ? 'a pattern may stand for anything'
      : null);
  return {
    words: pieces.map(({ value, glob }) => ({ value, glob, text: glob ? value : quoted(value) })),
    why,
    replaced: true,
  };
}

interface Piece {
  value: string;
  glob: boolean;
}

/** @returns undefined if it is not known */
function valuesOf(part: WordPart, values: KnownValues): Piece[] | undefined {
  const plain = (value: string) => [{ value, glob: false }];
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
      return plain(part.value);
    case 'Glob':
      return plain(part.text);
    case 'SimpleExpansion':
    case 'ParameterExpansion': {
      const found = known(part, values);
      return found && !found.glob && isOneWord(found.value) ? [found] : undefined;
    }
    case 'BraceExpansion':
      return /^\{[\w./-]*(?:,[\w./-]*)+\}$/.test(part.text)
        ? part.text
            .slice(1, -1)
            .split(',')
            .map((value) => ({ value, glob: false }))
        : undefined;
    case 'DoubleQuoted': {
      const inner = part.parts.map((child) => quotedValue(child, values));
      if (inner.includes(undefined)) return undefined;
      const known = inner as Piece[];
      return [{ value: known.map(({ value }) => value).join(''), glob: known.some(({ glob }) => glob) }];
    }
    default:
      return undefined;
  }
}

function quotedValue(part: DoubleQuotedChild, values: KnownValues): Piece | undefined {
  switch (part.type) {
    case 'Literal':
      return { value: part.value, glob: false };
    case 'SimpleExpansion':
    case 'ParameterExpansion':
      return known(part, values);
    case 'CommandExpansion': {
      const value = literalText(part);
      return value === undefined ? undefined : { value, glob: false };
    }
    default:
      return undefined;
  }
}

function known(
  part: Extract<WordPart, { type: 'SimpleExpansion' | 'ParameterExpansion' }>,
  values: KnownValues,
): Piece | undefined {
  // The exit status is a number.
  if (part.text === '$?') return { value: '0', glob: false };
  const [, name] = /^\$(?:(\w+)|\{(\w+)\})$/.exec(part.text)?.filter((found) => found !== undefined) ?? [];
  return name === undefined ? undefined : values.get(name);
}

function quoted(value: string): string {
  return isOneWord(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`;
}
