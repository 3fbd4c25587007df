/** Formats an agent's text for a reader. */

import { keepStart, shorten } from '../../base/cut-text.ts';

/** Maximum characters of one line in a list. */
const maximumLine = 300;

/** Maximum characters that are read: the patterns below take quadratic time in a run of spaces. */
const maximumRead = 2_000;

/** Returns one line: line ends become ⏎, other invisible characters spaces; long lines are cut. */
export function oneLine(text: string): string {
  return shorten(
    keepStart(text.trim(), maximumRead)
      .replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ⏎ ')
      .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' '),
    maximumLine,
  );
}
