import { linesOf, replaceInLine } from '../../write-back/line-edit.ts';
import { gone, noPlace, sourceOf } from '../../write-back/write-back.ts';
import type { WriteBack, WriteBackInput } from '../../write-back/write-back.ts';

/** `### [ ] Step: …`. */
export function writeBackHeading(input: WriteBackInput): WriteBack {
  const source = sourceOf(input);
  if (!source) return gone(input);
  const line = linesOf(source, input)[0];
  const [, before, mark] = /^(\s*#{1,6}\s+(?:\*\*)?\[)(.)\]/u.exec(line?.text ?? '') ?? [];
  if (!line || before === undefined || mark === undefined) return noPlace(input);
  return replaceInLine(source, line, before, mark, 'x');
}
