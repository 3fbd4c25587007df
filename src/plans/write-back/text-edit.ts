import { bytePlaces } from '../text/byte-places.ts';
import type { SourceText } from '../text/source-text.ts';
import type { FileEdit } from './file-edit.ts';

/** @returns the edit of one file that replaces the characters from `start` to `end` of its whole text */
export function replaceText(
  source: SourceText,
  text: string,
  start: number,
  end: number,
  value: string,
): FileEdit {
  const toByte = bytePlaces(source, text);
  return {
    path: source.path,
    create: false,
    edits: [{ start: toByte(start), end: toByte(end), text: value }],
  };
}

/** @returns the number of characters before a byte */
export function charactersBefore(source: SourceText, text: string, byte: number): number {
  const toByte = bytePlaces(source, text);
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (toByte(middle) < byte) low = middle + 1;
    else high = middle;
  }
  return low;
}
