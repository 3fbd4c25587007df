/** Text that has to fit into columns is cut between characters as a reader sees them, and an ellipsis says so. */
import { printableLine } from '../../base/printable.ts';
import { columnsOf } from './columns.ts';

const graphemes = new Intl.Segmenter('en');

/** @returns the text as one harmless line, in at most `columns` of a terminal */
export function fitLine(text: string, columns: number): string {
  return fit(printableLine(text), columns);
}

/** @returns the text, or its beginning with an ellipsis: at most `columns` of a terminal in all */
function fit(text: string, columns: number): string {
  let taken = 0;
  let end = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    // So far there is still room for the ellipsis.
    if (taken < columns) end = index;
    taken += columnsOf(segment);
    if (taken > columns) return columns < 1 ? '' : `${text.slice(0, end)}…`;
  }
  return text;
}
