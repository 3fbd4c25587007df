/** Text for a reader, made from what an agent wrote. */

import { keepStart, shorten } from '../../base/cut-text.ts';

/** Characters of one line that is shown in a list. */
const maximumLine = 300;

/** Characters of it that are looked at: what is matched below takes the square of a run of spaces. */
const maximumRead = 2_000;

/** One line: line ends are shown as ⏎, other invisible characters as spaces; cut where it is long. */
export function oneLine(text: string): string {
  return shorten(
    keepStart(text.trim(), maximumRead)
      .replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ⏎ ')
      .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' '),
    maximumLine,
  );
}
