import { readMarkdown } from '../../markdown/read-markdown.ts';
import { replaceInLine } from '../../write-back/line-edit.ts';
import { gone, noPlace, sourceOf } from '../../write-back/write-back.ts';
import type { WriteBack, WriteBackInput } from '../../write-back/write-back.ts';
import { taskTables } from './read.ts';

/** Sets the cell of a task's state. */
export function writeBackRow(input: WriteBackInput): WriteBack {
  const source = sourceOf(input);
  if (!source) return gone(input);
  for (const { table, columns } of taskTables(readMarkdown(source)))
    for (const { line: number, cells } of table.rows) {
      const line = source.lines[number];
      const cell = cells[columns.state];
      if (!line || !cell || line.start !== input.unit.range.start) continue;
      const isWord = /^(?:status|state)$/i.test(table.header[columns.state] ?? '');
      return replaceInLine(
        source,
        line,
        line.text.slice(0, cell.start),
        cell.text,
        isWord ? 'Completed' : '✅',
      );
    }
  return noPlace(input);
}
