import type { PlanFormatRow } from '../contract/plan-format-table.ts';
import type { Paint } from './paint.ts';

/** One paragraph for each format: the columns are too long to stand beside each other in a terminal. */
export function planFormatsText(rows: readonly PlanFormatRow[], paint: Paint): string {
  return rows
    .map(({ format, tools, documents, unit, write_back }) =>
      [
        `${paint(format, 'strong')}  ${tools}`,
        `  documents   ${plain(documents)}`,
        `  unit        ${plain(unit)}`,
        `  write-back  ${plain(write_back)}`,
      ].join('\n'),
    )
    .join('\n');
}

/** @returns the rows without marks of Markdown, for programs */
export function plainFormats(rows: readonly PlanFormatRow[]): PlanFormatRow[] {
  return rows.map(({ format, tools, documents, unit, write_back }) => ({
    format,
    tools,
    documents: plain(documents),
    unit: plain(unit),
    write_back: plain(write_back),
  }));
}

/** The table is written in Markdown. */
function plain(text: string): string {
  return text.replaceAll('`', '').replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1');
}

/** The same table for the guide. */
export function planFormatsMarkdown(rows: readonly PlanFormatRow[]): string {
  return [
    '| format | tools | document | unit | done, and written back |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(
      ({ format, tools, documents, unit, write_back }) =>
        `| \`${format}\` | ${tools} | ${documents} | ${unit} | ${write_back} |`,
    ),
  ].join('\n');
}
