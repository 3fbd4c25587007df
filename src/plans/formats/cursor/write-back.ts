import type { SourceText } from '../../text/source-text.ts';
import { linesOf, replaceInLine } from '../../write-back/line-edit.ts';
import { gone, noPlace, sourceOf } from '../../write-back/write-back.ts';
import type { WriteBack, WriteBackInput } from '../../write-back/write-back.ts';

/** Sets `status: pending` of an entry of `todos`. */
export function writeBackTodo(input: WriteBackInput): WriteBack {
  const source = sourceOf(input);
  if (!source) return gone(input);
  for (const line of linesOf(source, input)) {
    const [, before, value] =
      /^(\s*(?:-\s+)?status:\s*["']?)([\w-]+)/.exec(line.text) ??
      /^(\s*-\s*\{(?:.*,)?\s*["']?status["']?\s*:\s*["']?)([\w-]+)/.exec(line.text) ??
      [];
    if (before !== undefined && value !== undefined)
      return replaceInLine(source, line, before, value, 'completed');
  }
  return addStatus(source, input);
}

/** Adds a status to an entry without one: a line after its last one, or a field before its closing bracket. */
function addStatus(source: SourceText, input: WriteBackInput): WriteBack {
  const lines = linesOf(source, input).filter(({ text }) => text.trim() !== '');
  const [first] = lines;
  const last = lines.at(-1);
  if (!first || !last) return noPlace(input);
  const flow = /^\s*-\s*\{.*?(?=\s*\}\s*$)/.exec(first.text)?.[0];
  if (flow !== undefined)
    return lines.length === 1
      ? replaceInLine(source, first, flow, '', ', status: completed')
      : noPlace(input);
  const indent = /^\s*-\s+(?=[\w"'])/.exec(first.text)?.[0].length;
  if (indent === undefined) return noPlace(input);
  const lineBreak = source.bytes[last.end] === 0x0d ? '\r\n' : '\n';
  return replaceInLine(source, last, last.text, '', `${lineBreak}${' '.repeat(indent)}status: completed`);
}
