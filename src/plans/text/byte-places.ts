import { byteLength } from './source-text.ts';
import type { SourceText } from './source-text.ts';

/**
 * @returns a function from a position in the whole text (in characters) to its position in the file (in bytes);
 *   fastest when called in order
 */
export function bytePlaces(source: SourceText, text: string): (character: number) => number {
  const start = source.lines[0]?.start ?? 0;
  const { length } = source.bytes;
  if (text.length === length - start) return (character) => Math.min(length, start + character);
  let known = { character: 0, byte: start };
  return (character) => {
    if (character < known.character) known = { character: 0, byte: start };
    known = { character, byte: known.byte + byteLength(text.slice(known.character, character)) };
    return Math.min(length, known.byte);
  };
}
