import type { PlanFormatRow } from '../contract/plan-formats.ts';
import type { Paint } from './paint.ts';

/** Formats one paragraph per format, because the columns are too wide for a terminal. */
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

/** @returns the rows without Markdown, for programs */
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

/** Formats the same table for the guide. */
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
