import { ok } from '../../../base/result.ts';
import { gone, noPlace, sourceOf } from '../../write-back/write-back.ts';
import type { WriteBack, WriteBackInput } from '../../write-back/write-back.ts';

/** Changes `done: false` to `done: true`, or adds the line after the id. */
export function writeBackField(input: WriteBackInput): WriteBack {
  const source = sourceOf(input);
  if (!source) return gone(input);
  const { range } = input.unit;
  const inside = source.lines.filter(
    (line) => line.start >= range.start - 200 && line.start < range.end && line.end > range.start,
  );
  const written = inside.find((line) => /^\s+(?:-\s+)?done:\s*false\s*(?:#.*)?$/.test(line.text));
  if (written) {
    const start = written.start + written.text.indexOf('false');
    return ok([{ path: source.path, create: false, edits: [{ start, end: start + 5, text: 'true' }] }]);
  }
  const id = inside.find((line) => /^\s*(?:-\s+)?id:\s/.test(line.text));
  if (!id) return noPlace(input);
  const indent = ' '.repeat(/^\s*(?:-\s+)?/.exec(id.text)?.[0].length ?? 0);
  const lineBreak = source.bytes[id.end] === 0x0d ? '\r\n' : '\n';
  return ok([
    {
      path: source.path,
      create: false,
      edits: [{ start: id.end, end: id.end, text: `${lineBreak}${indent}done: true` }],
    },
  ]);
}
