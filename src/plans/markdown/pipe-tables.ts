/** Markdown tables, as far as plans need them: rows of cells with their places. */
import type { Block } from './block.ts';
import { plainText } from './inline.ts';
import type { MarkdownFile } from './read-markdown.ts';
import type { Section } from './outline.ts';

export interface Cell {
  text: string;
  /** Its position in the line in characters, without white space at both ends. */
  start: number;
  end: number;
}

export interface Table {
  section: Section | null;
  header: string[];
  rows: { line: number; cells: Cell[] }[];
}

/** @returns tables outside lists and quotes */
export function tablesOf(file: MarkdownFile): Table[] {
  return file.blocks.flatMap((block) => tablesIn(file, block));
}

function tablesIn(file: MarkdownFile, block: Block): Table[] {
  if (block.kind !== 'paragraph') return [];
  const lines = file.source.lines.slice(block.from, block.to).map(({ text }) => text);
  const rule = lines.findIndex(
    (line) => /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/.test(line) && line.includes('|'),
  );
  const header = cellsOf(lines[rule - 1] ?? '').map(({ text }) => plainText(text));
  if (rule < 1 || header.length < 2) return [];
  const rows = lines
    .slice(rule + 1)
    .flatMap((line, index) =>
      line.includes('|') ? [{ line: block.from + rule + 1 + index, cells: cellsOf(line) }] : [],
    );
  return [{ section: file.sections.findLast(({ from }) => from < block.from) ?? null, header, rows }];
}

/** @returns the cells of one row; an escaped pipe, or one in a code span, is not a border */
function cellsOf(line: string): Cell[] {
  const borders: number[] = [];
  let code = false;
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '\\') at += 1;
    else if (line[at] === '`') code = !code && line.includes('`', at + 1);
    else if (line[at] === '|' && !code) borders.push(at);
  }
  const from = line.trimStart().startsWith('|') ? 0 : -1;
  const starts = [...(from === 0 ? [] : [-1]), ...borders];
  return starts.flatMap((border, index) => {
    const next = starts[index + 1] ?? line.length;
    const written = line.slice(border + 1, next);
    if (index === starts.length - 1 && written.trim() === '') return [];
    const lead = written.length - written.trimStart().length;
    const text = written.trim();
    const start = border + 1 + (text === '' ? Math.min(1, written.length) : lead);
    return [{ text, start, end: start + text.length }];
  });
}
