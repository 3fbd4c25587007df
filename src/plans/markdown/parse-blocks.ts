/**
 * Parses Markdown's block structure by CommonMark's own algorithm (spec 0.31, appendix "A parsing strategy"), in time
 * linear in the text: each line passes through the open containers, may open new ones, and ends in a leaf. The usual
 * parsers take time quadratic in the length of a list and in the depth of nesting.
 *
 * Three deliberate differences: nesting ends at {@link maximumDepth}; a fence of Markdown that contains fences closes
 * after them, as authors mean it; link definitions stay paragraphs.
 */
import type { Block, Code, Document, Html, Item, List, Paragraph, Quote } from './block.ts';
import { readBox } from './box.ts';
import { indentation, isBlank, restOfLine, skipColumns, skipIndentation, startLine } from './line-cursor.ts';
import type { LineCursor } from './line-cursor.ts';
import {
  closesFence,
  isRule,
  readFence,
  readHeading,
  readHtml,
  readMarker,
  readUnderline,
} from './line-starts.ts';
import type { Fence } from './line-starts.ts';

/** Maximum nesting of containers. */
export const maximumDepth = 100;

type Container =
  | { kind: 'root'; children: Block[] }
  | { kind: 'quote'; children: Block[]; block: Quote }
  | { kind: 'item'; children: Block[]; block: Item; list: List; content: number };

type Leaf =
  | { kind: 'paragraph'; block: Paragraph; lines: string[] }
  | { kind: 'fence'; block: Code; lines: string[]; fence: Fence; indent: number; inner: Fence[] }
  | { kind: 'indented'; block: Code; lines: string[]; blanks: string[] }
  | { kind: 'html'; block: Html; lines: string[]; end: RegExp | null };

interface State {
  open: Container[];
  leaf: Leaf | null;
  tooDeep: number[];
  line: number;
}

export function parseBlocks(lines: readonly string[]): Document {
  const blocks: Block[] = [];
  const state: State = { open: [{ kind: 'root', children: blocks }], leaf: null, tooDeep: [], line: 0 };
  for (const [index, line] of lines.entries()) {
    state.line = index;
    readLine(state, startLine(line));
  }
  finishLeaf(state);
  return { blocks, tooDeep: state.tooDeep };
}

/** The state of one line: which open blocks it continues, and what it may still do. */
interface Line {
  state: State;
  cursor: LineCursor;
  /** Number of open containers that it continues. */
  matched: number;
  /** A paragraph in the same containers, which it can interrupt or underline. */
  paragraph: (Leaf & { kind: 'paragraph' }) | null;
  /** A paragraph in containers that it does not continue: only text can continue it. */
  lazy: (Leaf & { kind: 'paragraph' }) | null;
  /** It has opened a container, so that no earlier leaf continues. */
  fresh: boolean;
}

/** Result for a line at a possible block start: it opened a container, was consumed, or starts no block here. */
type Start = 'opened' | 'taken' | 'text' | 'not this';

function readLine(state: State, cursor: LineCursor): void {
  let matched = 1;
  while (matched < state.open.length && continues(state.open[matched], cursor)) matched += 1;
  const all = matched === state.open.length;
  if (all && state.leaf && takeIntoLeaf(state, state.leaf, cursor)) return;
  if (all && state.leaf && state.leaf.kind !== 'paragraph') finishLeaf(state);
  const open = state.leaf?.kind === 'paragraph' ? state.leaf : null;
  const line: Line = {
    state,
    cursor,
    matched,
    paragraph: all ? open : null,
    lazy: all ? null : open,
    fresh: false,
  };
  let start: Start = 'opened';
  while (start === 'opened') start = startBlock(line);
  if (start !== 'taken') readText(line);
}

function startBlock(line: Line): Start {
  const { columns, next } = indentation(line.cursor);
  if (next >= line.cursor.text.length) return 'text';
  if (columns >= 4) return startIndented(line);
  const text = line.cursor.text.slice(next);
  for (const start of starts) {
    const found = start(line, text, columns);
    if (found !== 'not this') return found;
  }
  return 'text';
}

/** In order: the first result other than 'not this' decides. */
const starts: readonly ((line: Line, text: string, columns: number) => Start)[] = [
  startQuote,
  startHeading,
  startFence,
  startHtml,
  underline,
  startRule,
  startItem,
];

/** Text: continues a paragraph, or begins one. */
function readText(line: Line): void {
  const { state, cursor, paragraph, lazy, fresh } = line;
  const blank = isBlank(cursor);
  if (lazy && !fresh && !blank) return addText(state, lazy, cursor);
  if (paragraph && !blank) return addText(state, paragraph, cursor);
  closeRest(line);
  if (blank) return;
  const block: Paragraph = { kind: 'paragraph', text: '', ...here(state) };
  const leaf: Leaf = { kind: 'paragraph', block, lines: [] };
  addLeaf(state, leaf);
  addText(state, leaf, cursor);
}

/** Closes the containers that the line did not continue. */
function closeRest({ state, matched }: Line): void {
  if (matched < state.open.length || state.leaf) finishLeaf(state);
  state.open.length = Math.min(state.open.length, matched);
}

/** Whether the line can only continue a paragraph if it begins nothing that may interrupt one. */
function continuesWords({ paragraph, lazy, fresh }: Line): boolean {
  return paragraph !== null || (lazy !== null && !fresh);
}

function opened(line: Line): Start {
  line.matched = line.state.open.length;
  line.paragraph = null;
  line.fresh = true;
  return 'opened';
}

function isTooDeep({ state, matched }: Line): boolean {
  if (matched < maximumDepth) return false;
  state.tooDeep.push(state.line);
  return true;
}

function startIndented(line: Line): Start {
  if (continuesWords(line)) return 'text';
  const { state, cursor } = line;
  closeRest(line);
  skipColumns(cursor, 4);
  const block: Code = { kind: 'code', fenced: false, language: '', text: '', closed: true, ...here(state) };
  addLeaf(state, { kind: 'indented', block, lines: [restOfLine(cursor)], blanks: [] });
  return 'taken';
}

function startQuote(line: Line, text: string, columns: number): Start {
  if (!text.startsWith('>')) return 'not this';
  if (isTooDeep(line)) return 'text';
  const { state, cursor } = line;
  closeRest(line);
  skipColumns(cursor, columns + 1);
  if (indentation(cursor).columns > 0) skipColumns(cursor, 1);
  const block: Quote = { kind: 'quote', children: [], ...here(state) };
  addBlock(state, block);
  state.open.push({ kind: 'quote', children: block.children, block });
  return opened(line);
}

function startHeading(line: Line, text: string): Start {
  const heading = readHeading(text);
  if (!heading) return 'not this';
  closeRest(line);
  addBlock(line.state, { kind: 'heading', ...heading, ...here(line.state) });
  return 'taken';
}

function startFence(line: Line, text: string, columns: number): Start {
  const fence = readFence(text);
  if (!fence) return 'not this';
  const { state } = line;
  closeRest(line);
  const { language } = fence;
  const block: Code = { kind: 'code', fenced: true, language, text: '', closed: false, ...here(state) };
  addLeaf(state, { kind: 'fence', block, lines: [], fence, indent: columns, inner: [] });
  return 'taken';
}

function startHtml(line: Line, text: string): Start {
  const html = readHtml(text);
  if (!html || !(html.interrupts || !continuesWords(line))) return 'not this';
  const { state, cursor } = line;
  closeRest(line);
  const block: Html = { kind: 'html', text: '', ...here(state) };
  addLeaf(state, { kind: 'html', block, lines: [restOfLine(cursor)], end: html.end });
  if (html.end?.test(text)) finishLeaf(state);
  return 'taken';
}

/** Turns the previous paragraph into a heading. */
function underline({ state, paragraph }: Line, text: string): Start {
  const level = paragraph && readUnderline(text);
  if (!paragraph || !level) return 'not this';
  const words = paragraph.lines.join('\n').trimEnd();
  state.open.at(-1)?.children.pop();
  state.leaf = null;
  addBlock(state, { kind: 'heading', level, text: words, ...here(state), from: paragraph.block.from });
  return 'taken';
}

function startRule(line: Line, text: string): Start {
  if (!isRule(text)) return 'not this';
  closeRest(line);
  addBlock(line.state, { kind: 'rule', ...here(line.state) });
  return 'taken';
}

function startItem(line: Line, text: string, columns: number): Start {
  const { state, cursor, paragraph } = line;
  const marker = readMarker(text);
  const empty = marker && text.slice(marker.width).trim() === '';
  if (!marker || (paragraph && (empty || (marker.ordered && Number(marker.number) !== 1)))) return 'text';
  if (isTooDeep(line)) return 'text';
  closeRest(line);
  skipColumns(cursor, columns + marker.width);
  const gap = indentation(cursor).columns;
  const padding = empty || gap >= 5 ? 1 : gap;
  skipColumns(cursor, empty ? gap : padding);
  const item: Item = { number: marker.number, box: null, children: [], ...here(state) };
  const list = listFor(state, marker.ordered, marker.family, item);
  const content = columns + marker.width + padding;
  state.open.push({ kind: 'item', children: item.children, block: item, list, content });
  const box = readBox(cursor, state.line);
  if (box) item.box = box;
  extend(state);
  opened(line);
  return box ? 'text' : 'opened';
}

function continues(container: Container | undefined, cursor: LineCursor): boolean {
  const { columns, next } = indentation(cursor);
  if (container?.kind === 'quote') {
    if (columns >= 4 || cursor.text[next] !== '>') return false;
    skipColumns(cursor, columns + 1);
    if (indentation(cursor).columns > 0) skipColumns(cursor, 1);
    return true;
  }
  if (container?.kind !== 'item') return false;
  if (next >= cursor.text.length) {
    if (container.children.length === 0 && !container.block.box) return false;
    skipIndentation(cursor);
    return true;
  }
  if (columns < container.content) return false;
  skipColumns(cursor, container.content);
  return true;
}

/** @returns whether the leaf took the line; other blocks may interrupt a paragraph first */
function takeIntoLeaf(state: State, leaf: Leaf, cursor: LineCursor): boolean {
  const { columns, next } = indentation(cursor);
  const blank = next >= cursor.text.length;
  switch (leaf.kind) {
    case 'paragraph':
      if (blank) finishLeaf(state);
      return blank;
    case 'indented':
      if (blank) {
        skipColumns(cursor, Math.min(4, columns));
        leaf.blanks.push(restOfLine(cursor));
        return true;
      }
      if (columns < 4) return false;
      skipColumns(cursor, 4);
      leaf.lines.push(...leaf.blanks.splice(0), restOfLine(cursor));
      extend(state);
      return true;
    case 'html':
      if (blank && !leaf.end) return false;
      leaf.lines.push(restOfLine(cursor));
      extend(state);
      if (leaf.end?.test(cursor.text.slice(cursor.at))) finishLeaf(state);
      return true;
    case 'fence': {
      extend(state);
      const text = cursor.text.slice(next);
      if (columns < 4 && endsFence(leaf, text)) {
        leaf.block.closed = true;
        finishLeaf(state);
        return true;
      }
      skipColumns(cursor, Math.min(leaf.indent, columns));
      leaf.lines.push(restOfLine(cursor));
      return true;
    }
  }
}

function endsFence(leaf: Leaf & { kind: 'fence' }, text: string): boolean {
  const inner = leaf.inner.at(-1);
  if (inner) {
    if (closesFence(text, inner)) leaf.inner.pop();
    return false;
  }
  if (closesFence(text, leaf.fence)) return true;
  const opened = ['markdown', 'md', 'mdx'].includes(leaf.fence.language) ? readFence(text) : undefined;
  if (
    opened &&
    opened.language !== '' &&
    opened.char === leaf.fence.char &&
    opened.length === leaf.fence.length
  )
    leaf.inner.push(opened);
  return false;
}

function addText(state: State, leaf: Leaf, cursor: LineCursor): void {
  skipIndentation(cursor);
  leaf.lines.push(restOfLine(cursor));
  extend(state);
}

function finishLeaf(state: State): void {
  const { leaf } = state;
  if (!leaf) return;
  leaf.block.text = leaf.kind === 'paragraph' ? leaf.lines.join('\n').trimEnd() : leaf.lines.join('\n');
  state.leaf = null;
}

function addLeaf(state: State, leaf: Leaf): void {
  addBlock(state, leaf.block);
  state.leaf = leaf;
}

function addBlock(state: State, block: Block): void {
  state.open.at(-1)?.children.push(block);
  extend(state);
}

/** Returns the previous list if the item belongs to it, else a new one. */
function listFor(state: State, ordered: boolean, family: string, item: Item): List {
  const children = state.open.at(-1)?.children ?? [];
  const last = children.at(-1);
  if (last?.kind === 'list' && last.family === family) {
    last.items.push(item);
    return last;
  }
  const list: List = { kind: 'list', ordered, family, items: [item], ...here(state) };
  children.push(list);
  return list;
}

/** Extends all open blocks to the end of this line. */
function extend(state: State): void {
  const to = state.line + 1;
  for (const container of state.open) {
    if (container.kind !== 'root') container.block.to = to;
    if (container.kind === 'item') container.list.to = to;
  }
  if (state.leaf) state.leaf.block.to = to;
}

function here(state: State): { from: number; to: number } {
  return { from: state.line, to: state.line + 1 };
}
