/**
 * Write-back for units without a box: a heading, or an entry of a numbered list. ✅ at the end of their first line
 * marks them.
 */
import { ok } from '../../base/result.ts';
import { tickBoxes, tickOwnBoxes } from './boxes.ts';
import { gone, noPlace, sourceOf } from './write-back.ts';
import type { WriteBackInput, WriteBack } from './write-back.ts';
import { byteLength } from '../text/source-text.ts';

/** Ticks the open boxes of a unit; one without boxes is marked in its first line. */
export function tickBoxesOrLine(input: WriteBackInput): WriteBack {
  const boxes = tickBoxes(input);
  return boxes.ok ? boxes : tickLine(input);
}

/** For a unit that is a box: ticks this box; for a heading: its boxes, or marks its line if it has none. */
export function tickOwnBoxesOrLine(input: WriteBackInput): WriteBack {
  const boxes = tickOwnBoxes(input);
  return boxes.ok ? boxes : tickLine(input);
}

/** A closing `##` and trailing white space, which may be a line break of Markdown, stay in place. */
export function tickLine(input: WriteBackInput): WriteBack {
  const source = sourceOf(input);
  if (!source) return gone(input);
  const line = source.lines.find(({ start }) => start >= input.unit.range.start);
  const words = markable.exec(line?.text ?? '')?.[0];
  if (!line || words === undefined) return noPlace(input);
  const at = line.start + byteLength(words);
  return ok([{ path: source.path, create: false, edits: [{ start: at, end: at, text: ' ✅' }] }]);
}

/** A heading, an entry of a list or a line of bold text, without its end. */
const markable = /^\s*(?:#{1,6}\s+|\d+[.)]\s+|[-*+]\s+|\*\*)\S(?:.*?\S)?(?=\s*(?:\s#+)?\s*$)/u;
