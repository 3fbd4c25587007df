/** Walks through a line in columns as CommonMark does, with a tab stop every four. */
export interface LineCursor {
  text: string;
  /** In characters. */
  at: number;
  column: number;
  /** Columns of a tab at `at` that were already consumed. */
  taken: number;
}

export function startLine(text: string): LineCursor {
  return { text, at: 0, column: 0, taken: 0 };
}

/** @returns the columns of the following white space, and its end in the text */
export function indentation(cursor: LineCursor): { columns: number; next: number } {
  let column = cursor.column;
  let next = cursor.at;
  for (; next < cursor.text.length; next += 1) {
    const char = cursor.text[next];
    if (char === ' ') column += 1;
    else if (char === '\t') column += 4 - (column % 4);
    else break;
  }
  return { columns: column - cursor.column, next };
}

export function isBlank(cursor: LineCursor): boolean {
  return indentation(cursor).next >= cursor.text.length;
}

/** Skips columns; a tab may be consumed in part. */
export function skipColumns(cursor: LineCursor, columns: number): void {
  let left = columns;
  while (left > 0 && cursor.at < cursor.text.length) {
    const isTab = cursor.text[cursor.at] === '\t';
    const width = isTab ? 4 - (cursor.column % 4) : 1;
    if (width > left) {
      cursor.column += left;
      cursor.taken += left;
      return;
    }
    cursor.column += width;
    cursor.taken = 0;
    cursor.at += 1;
    left -= width;
  }
}

/** Skips the following white space. */
export function skipIndentation(cursor: LineCursor): void {
  skipColumns(cursor, indentation(cursor).columns);
}

/** @returns the rest; a partly consumed tab becomes its remaining spaces */
export function restOfLine(cursor: LineCursor): string {
  if (cursor.taken === 0) return cursor.text.slice(cursor.at);
  return ' '.repeat(4 - (cursor.column % 4)) + cursor.text.slice(cursor.at + 1);
}
