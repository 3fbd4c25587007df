import { ok } from '../../../base/result.ts';
import { byteLength } from '../../text/source-text.ts';
import { gone, noPlace, sourceOf } from '../../write-back/write-back.ts';
import type { WriteBack, WriteBackInput } from '../../write-back/write-back.ts';
import { countedBox } from './read.ts';

/** Ticks every box that OpenSpec counts, wherever it is. */
export function writeBackChange(input: WriteBackInput): WriteBack {
  const source = sourceOf(input);
  if (!source) return gone(input);
  const edits = source.lines.flatMap(({ text, start }) => {
    const [, lead = '', mark = 'x'] = countedBox.exec(text) ?? [];
    // Everything before the mark is white space and ASCII.
    const at = start + byteLength(lead);
    return mark.trim() === '' ? [{ start: at, end: at + byteLength(mark), text: 'x' }] : [];
  });
  return edits.length > 0 ? ok([{ path: source.path, create: false, edits }]) : noPlace(input);
}
