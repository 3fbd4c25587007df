/** Columns of a table are measured as a terminal shows them: 日 takes two columns, and an accent of its own none. */
import stringWidth from 'string-width';
import { printableLine } from '../../base/printable.ts';

/** @returns how many columns of a terminal the text takes, without its colours */
export function columnsOf(text: string): number {
  return stringWidth(text);
}

/** @returns how many columns the widest of the texts takes as one line, at most `most` */
export function widestOf(texts: readonly string[], most: number): number {
  return texts.reduce((widest, text) => Math.max(widest, Math.min(most, columnsOf(printableLine(text)))), 0);
}

/** @returns the text with spaces behind it, so that it takes at least `columns` */
export function padRight(text: string, columns: number): string {
  return text + space(columns - columnsOf(text));
}

/** @returns the text with spaces before it, so that it takes at least `columns` */
export function padLeft(text: string, columns: number): string {
  return space(columns - columnsOf(text)) + text;
}

function space(columns: number): string {
  return ' '.repeat(Math.max(0, columns));
}
