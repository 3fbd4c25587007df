/**
 * Markdown's block structure by CommonMark's own algorithm (spec 0.31, appendix "A parsing strategy"), in time linear in
 * the text: each line passes through the open containers, may open new ones, and lands in a leaf. It is written here
 * because the usual parsers take time quadratic in the length of a list and in the depth of nesting.
 *
 * Three deliberate differences: nesting ends at {@link maximumDepth}; a fence of Markdown in which fences are opened is
 * closed when those are (people write it so, and mean it so); link definitions stay paragraphs.
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

/** Containers in containers. */
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

/** One line on its way through the containers. */
interface Scan {
  state: State;
  cursor: LineCursor;
  /** Open containers that the line continues. */
  matched: number;
  /** Of this line's own containers: it can be interrupted or underlined. */
  paragraph: (Leaf & { kind: 'paragraph' }) | null;
  /** Of containers that the line does not continue: it only goes on lazily. */
  lazy: (Leaf & { kind: 'paragraph' }) | null;
  /** The line has opened a container. */
  fresh: boolean;
}

/** What became of the line so far: a leaf took it, a container was opened and more may follow, or its rest is text. */
type Step = 'taken' | 'opened' | 'text';

function readLine(state: State, cursor: LineCursor): void {
  let matched = 1;
  while (matched < state.open.length && continues(state.open[matched], cursor)) matched += 1;
  const all = matched === state.open.length;
  if (all && state.leaf && takeIntoLeaf(state, state.leaf, cursor)) return;
  if (all && state.leaf && state.leaf.kind !== 'paragraph') finishLeaf(state);
  const leaf = state.leaf?.kind === 'paragraph' ? state.leaf : null;
  const [paragraph, lazy] = all ? [leaf, null] : [null, leaf];
  const scan: Scan = { state, cursor, matched, paragraph, lazy, fresh: false };
  let step: Step = 'opened';
  while (step === 'opened') step = openBlock(scan);
  if (step === 'text') addRest(scan);
}

/** Closes what this line did not continue. */
function closeRest({ state, matched }: Scan): void {
  if (matched < state.open.length || state.leaf) finishLeaf(state);
  state.open.length = Math.min(state.open.length, matched);
}

function canContinueLazily({ lazy, fresh }: Scan): boolean {
  return lazy !== null && !fresh;
}

function openBlock(scan: Scan): Step {
  const { cursor } = scan;
  const { columns, next } = indentation(cursor);
  if (next >= cursor.text.length) return 'text';
  if (columns >= 4) return openIndented(scan);
  const text = cursor.text.slice(next);
  if (text.startsWith('>')) return openQuote(scan, columns);
  return openLeaf(scan, text, columns) ? 'taken' : openItem(scan, text, columns);
}

function openIndented(scan: Scan): Step {
  const { state, cursor } = scan;
  if (scan.paragraph || canContinueLazily(scan)) return 'text';
  closeRest(scan);
  skipColumns(cursor, 4);
  const block: Code = {
    kind: 'code',
    fenced: false,
    language: '',
    text: '',
    closed: true,
    ...here(state),
  };
  addLeaf(state, { kind: 'indented', block, lines: [restOfLine(cursor)], blanks: [] });
  return 'taken';
}

function openQuote(scan: Scan, columns: number): Step {
  const { state, cursor } = scan;
  if (isTooDeep(scan)) return 'text';
  closeRest(scan);
  skipColumns(cursor, columns + 1);
  if (indentation(cursor).columns > 0) skipColumns(cursor, 1);
  const block: Quote = { kind: 'quote', children: [], ...here(state) };
  addBlock(state, block);
  state.open.push({ kind: 'quote', children: block.children, block });
  enter(scan);
  return 'opened';
}

function isTooDeep({ state, matched }: Scan): boolean {
  if (matched >= maximumDepth) state.tooDeep.push(state.line);
  return matched >= maximumDepth;
}

/** Goes on in the container that was opened last. */
function enter(scan: Scan): void {
  scan.matched = scan.state.open.length;
  scan.paragraph = null;
  scan.fresh = true;
}

/** @returns whether the line begins or ends a leaf other than a paragraph */
function openLeaf(scan: Scan, text: string, columns: number): boolean {
  const { state } = scan;
  const heading = readHeading(text);
  if (heading) {
    closeRest(scan);
    addBlock(state, { kind: 'heading', ...heading, ...here(state) });
    return true;
  }
  const fence = readFence(text);
  if (fence) {
    closeRest(scan);
    const { language } = fence;
    const block: Code = { kind: 'code', fenced: true, language, text: '', closed: false, ...here(state) };
    addLeaf(state, { kind: 'fence', block, lines: [], fence, indent: columns, inner: [] });
    return true;
  }
  if (openHtml(scan, text) || underline(scan, text)) return true;
  if (!isRule(text)) return false;
  closeRest(scan);
  addBlock(state, { kind: 'rule', ...here(state) });
  return true;
}

function openHtml(scan: Scan, text: string): boolean {
  const { state, cursor } = scan;
  const html = readHtml(text);
  if (!html || (!html.interrupts && (scan.paragraph || canContinueLazily(scan)))) return false;
  closeRest(scan);
  const block: Html = { kind: 'html', text: '', ...here(state) };
  addLeaf(state, { kind: 'html', block, lines: [restOfLine(cursor)], end: html.end });
  if (html.end?.test(text)) finishLeaf(state);
  return true;
}

/** Makes a heading of the paragraph above. */
function underline({ state, paragraph }: Scan, text: string): boolean {
  const level = paragraph && readUnderline(text);
  if (!paragraph || !level) return false;
  const words = paragraph.lines.join('\n').trimEnd();
  state.open.at(-1)?.children.pop();
  state.leaf = null;
  const { from } = paragraph.block;
  addBlock(state, { kind: 'heading', level, text: words, ...here(state), from });
  return true;
}

function openItem(scan: Scan, text: string, columns: number): Step {
  const { state, cursor, paragraph } = scan;
  const marker = readMarker(text);
  if (!marker) return 'text';
  const empty = text.slice(marker.width).trim() === '';
  if (paragraph && (empty || (marker.ordered && Number(marker.number) !== 1))) return 'text';
  if (isTooDeep(scan)) return 'text';
  closeRest(scan);
  skipColumns(cursor, columns + marker.width);
  const gap = indentation(cursor).columns;
  const padding = empty || gap >= 5 ? 1 : gap;
  skipColumns(cursor, empty ? gap : padding);
  const item: Item = { number: marker.number, box: null, children: [], ...here(state) };
  const list = listFor(state, marker.ordered, marker.family, item);
  state.open.push({
    kind: 'item',
    children: item.children,
    block: item,
    list,
    content: columns + marker.width + padding,
  });
  const box = readBox(cursor, state.line);
  if (box) item.box = box;
  extend(state);
  enter(scan);
  return box ? 'text' : 'opened';
}

/** The rest of a line is text of a paragraph, an open one or its own. */
function addRest(scan: Scan): void {
  const { state, cursor, paragraph, lazy } = scan;
  const blank = isBlank(cursor);
  const open = canContinueLazily(scan) ? lazy : paragraph;
  if (open && !blank) return addText(state, open, cursor);
  closeRest(scan);
  if (blank) return;
  const block: Paragraph = { kind: 'paragraph', text: '', ...here(state) };
  const leaf: Leaf = { kind: 'paragraph', block, lines: [] };
  addLeaf(state, leaf);
  addText(state, leaf, cursor);
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

/** @returns whether the leaf took the line; a paragraph first lets other blocks interrupt it */
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

/** An item goes on with the list before it where that is of its kind. */
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

/** What is open reaches to the end of this line. */
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
