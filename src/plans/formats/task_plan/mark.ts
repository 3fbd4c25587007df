import { ok } from '../../../base/result.ts';
import { markBoxes } from '../../mark-boxes.ts';
import type { FileEdit } from '../../mark-done.ts';
import { gone, sourceOf } from '../../marking.ts';
import type { Marking, Marks } from '../../marking.ts';
import { tickLine } from '../../tick-line.ts';
import { byteLength, linesBetween } from '../../text/source-text.ts';

const status =
  /^(\s*(?:[-*]\s+)?\*\*(?:Status|State|状态|狀態|状況|ステータス|상태)\s*(?:[:：]\s*\*\*|\*\*\s*[:：])\s*)(\S.*?)\s*$/iu;

/** The boxes of a phase, and the word in its line `**Status:**`; a phase with neither in its heading. */
export function markPhase(marking: Marking): Marks {
  const source = sourceOf(marking);
  if (!source) return gone(marking);
  const boxes = markBoxes(marking);
  const edits = boxes.ok ? boxes.value.flatMap((file) => file.edits) : [];
  const { range } = marking.unit;
  for (const line of linesBetween(source, range.start, range.end)) {
    const [, before, words] = status.exec(line.text) ?? [];
    if (before === undefined || words === undefined) continue;
    const start = line.start + byteLength(before);
    edits.push({ start, end: start + byteLength(words), text: 'complete' });
    break;
  }
  if (edits.length === 0) return tickLine(marking);
  const file: FileEdit = {
    path: source.path,
    create: false,
    edits: edits.toSorted((a, b) => a.start - b.start),
  };
  return ok([file]);
}
