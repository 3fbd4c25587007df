/** Units without a box: a heading, or an entry of a numbered list. ✅ at the end of their first line marks them. */
import { ok } from '../base/result.ts';
import { markBoxes } from './mark-boxes.ts';
import { gone, noPlace, sourceOf } from './marking.ts';
import type { Marking, Marks } from './marking.ts';
import { byteLength } from './text/source-text.ts';

/** Marks the open boxes of a unit; one without boxes is marked in its first line. */
export function markBoxesOrLine(marking: Marking): Marks {
  const boxes = markBoxes(marking);
  return boxes.ok ? boxes : tickLine(marking);
}

/** A closing `##` and white space at the end, which may be a line break of Markdown, stay where they are. */
export function tickLine(marking: Marking): Marks {
  const source = sourceOf(marking);
  if (!source) return gone(marking);
  const line = source.lines.find(({ start }) => start >= marking.unit.range.start);
  const words = markable.exec(line?.text ?? '')?.[0];
  if (!line || words === undefined) return noPlace(marking);
  const at = line.start + byteLength(words);
  return ok([{ path: source.path, create: false, edits: [{ start: at, end: at, text: ' ✅' }] }]);
}

/** A heading, an entry of a list or a line of bold words, without what ends the line. */
const markable = /^\s*(?:#{1,6}\s+|\d+[.)]\s+|[-*+]\s+|\*\*)\S(?:.*?\S)?(?=\s*(?:\s#+)?\s*$)/u;
