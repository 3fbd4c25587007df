import { ok } from '../../../base/result.ts';
import { tickBoxes } from '../../write-back/boxes.ts';
import { gone, sourceOf } from '../../write-back/write-back.ts';
import type { WriteBackInput, WriteBack } from '../../write-back/write-back.ts';
import { tickLine } from '../../write-back/first-line.ts';
import { byteLength, linesBetween } from '../../text/source-text.ts';
import type { FileEdit } from '../../write-back/file-edit.ts';

const status =
  /^(\s*(?:[-*]\s+)?\*\*(?:Status|State|状态|狀態|状況|ステータス|상태)\s*(?:[:：]\s*\*\*|\*\*\s*[:：])\s*)(\S.*?)\s*$/iu;

/** Ticks the boxes of a phase, and sets its line `**Status:**`; marks the heading of a phase with neither. */
export function writeBackPhase(input: WriteBackInput): WriteBack {
  const source = sourceOf(input);
  if (!source) return gone(input);
  const boxes = tickBoxes(input);
  const edits = boxes.ok ? boxes.value.flatMap((file) => file.edits) : [];
  const { range } = input.unit;
  for (const line of linesBetween(source, range.start, range.end)) {
    const [, before, words] = status.exec(line.text) ?? [];
    if (before === undefined || words === undefined) continue;
    const start = line.start + byteLength(before);
    edits.push({ start, end: start + byteLength(words), text: 'complete' });
    break;
  }
  if (edits.length === 0) return tickLine(input);
  const file: FileEdit = {
    path: source.path,
    create: false,
    edits: edits.toSorted((a, b) => a.start - b.start),
  };
  return ok([file]);
}
