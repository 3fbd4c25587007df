/** Formats that mark a unit as done in a line of their own: a heading, an entry of front matter, a row of a table. */
import { ok } from '../base/result.ts';
import { taskTables } from './importers/task_table.ts';
import { readMarkdown } from './markdown/read-markdown.ts';
import { gone, noPlace, sourceOf } from './marking.ts';
import type { Marking, Marks } from './marking.ts';
import { byteLength } from './text/source-text.ts';
import type { SourceLine, SourceText } from './text/source-text.ts';

/** `### [ ] Step: …`. */
export function markHeading(marking: Marking): Marks {
  const source = sourceOf(marking);
  if (!source) return gone(marking);
  const line = linesOf(source, marking)[0];
  const [, before, mark] = /^(\s*#{1,6}\s+(?:\*\*)?\[)(.)\]/u.exec(line?.text ?? '') ?? [];
  if (!line || before === undefined || mark === undefined) return noPlace(marking);
  return edited(source, line, before, mark, 'x');
}

/** `status: pending` of an entry of `todos`. */
export function markTodo(marking: Marking): Marks {
  const source = sourceOf(marking);
  if (!source) return gone(marking);
  for (const line of linesOf(source, marking)) {
    const [, before, value] =
      /^(\s*(?:-\s+)?status:\s*["']?)([\w-]+)/.exec(line.text) ??
      /^(\s*-\s*\{(?:.*,)?\s*["']?status["']?\s*:\s*["']?)([\w-]+)/.exec(line.text) ??
      [];
    if (before !== undefined && value !== undefined) return edited(source, line, before, value, 'completed');
  }
  return addStatus(source, marking);
}

/** An entry that does not say how far it is: a line behind its last one, or a field before the bracket that ends it. */
function addStatus(source: SourceText, marking: Marking): Marks {
  const lines = linesOf(source, marking).filter(({ text }) => text.trim() !== '');
  const [first] = lines;
  const last = lines.at(-1);
  if (!first || !last) return noPlace(marking);
  const flow = /^\s*-\s*\{.*?(?=\s*\}\s*$)/.exec(first.text)?.[0];
  if (flow !== undefined)
    return lines.length === 1 ? edited(source, first, flow, '', ', status: completed') : noPlace(marking);
  const indent = /^\s*-\s+(?=[\w"'])/.exec(first.text)?.[0].length;
  if (indent === undefined) return noPlace(marking);
  const lineBreak = source.bytes[last.end] === 0x0d ? '\r\n' : '\n';
  return edited(source, last, last.text, '', `${lineBreak}${' '.repeat(indent)}status: completed`);
}

/** The cell of the column that says how far a task is. */
export function markRow(marking: Marking): Marks {
  const source = sourceOf(marking);
  if (!source) return gone(marking);
  for (const { table, columns } of taskTables(readMarkdown(source)))
    for (const { line: number, cells } of table.rows) {
      const line = source.lines[number];
      const cell = cells[columns.state];
      if (!line || !cell || line.start !== marking.unit.range.start) continue;
      const isWord = /^(?:status|state)$/i.test(table.header[columns.state] ?? '');
      return edited(source, line, line.text.slice(0, cell.start), cell.text, isWord ? 'Completed' : '✅');
    }
  return noPlace(marking);
}

function linesOf(source: SourceText, { unit }: Marking): SourceLine[] {
  return source.lines.filter(({ start }) => start >= unit.range.start && start < unit.range.end);
}

function edited(source: SourceText, line: SourceLine, before: string, old: string, text: string): Marks {
  const start = line.start + byteLength(before);
  return ok([{ path: source.path, create: false, edits: [{ start, end: start + byteLength(old), text }] }]);
}
