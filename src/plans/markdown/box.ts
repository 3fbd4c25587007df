import type { Box } from './block.ts';
import type { LineCursor } from './line-cursor.ts';

/** `x`, and other marks in use. */
const doneMarks = 'xX✓✔☑✅';
/** Started, dropped, questioned: not done. */
const otherMarks = ' -~/!>?*';

/** Reads the box at the cursor and the white space after it: `[ ]`, `[x]`, `[ ]*`. */
export function readBox(cursor: LineCursor, line: number): Box | null {
  const match = /^\[([^[\]])\](\*(?=\s|$))?(?=[\s*]|$)[ \t]*/u.exec(
    cursor.text.slice(cursor.at, cursor.at + 40),
  );
  const [whole = '', mark = '', star] = match ?? [];
  const done = mark !== '' && doneMarks.includes(mark);
  if (cursor.taken > 0 || mark === '' || (!done && !otherMarks.includes(mark))) return null;
  const column = cursor.at + 1;
  cursor.at += whole.length;
  cursor.column += whole.length;
  return { mark, done, struck: false, line, column, optional: star === '*' };
}
