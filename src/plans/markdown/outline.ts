import type { Block, Heading, Item, List } from './block.ts';

/** A heading with everything below it, up to the next heading of the same or a higher level. */
export interface Section {
  heading: Heading;
  /** All blocks below it, including inner sections and their headings. */
  blocks: Block[];
  /** The blocks before its first inner heading. */
  intro: Block[];
  parent: Section | null;
  from: number;
  /** After its last block; rules at the end do not count. */
  to: number;
}

/** @returns every section of the document in order; headings in lists and quotes do not count */
export function outline(blocks: readonly Block[]): Section[] {
  const sections: Section[] = [];
  const ends: number[] = [];
  const open: number[] = [];
  const starts: number[] = [];
  for (const [index, block] of blocks.entries()) {
    if (block.kind !== 'heading') continue;
    while (open.length > 0 && (sections[open.at(-1) ?? 0]?.heading.level ?? 0) >= block.level)
      ends[open.pop() ?? 0] = index;
    const parent = open.at(-1);
    open.push(sections.length);
    starts.push(index);
    sections.push({
      heading: block,
      blocks: [],
      intro: [],
      parent: parent === undefined ? null : (sections[parent] ?? null),
      from: block.from,
      to: block.to,
    });
  }
  for (const [index, section] of sections.entries()) {
    const start = (starts[index] ?? 0) + 1;
    const end = ends[index] ?? blocks.length;
    const inner = Math.min(starts[index + 1] ?? blocks.length, end);
    section.intro = blocks.slice(start, inner);
    let last = end;
    while (last > start && blocks[last - 1]?.kind === 'rule') last -= 1;
    section.to = blocks[last - 1]?.to ?? section.heading.to;
    lazily(section, 'blocks', () => blocks.slice(start, last));
  }
  return sections;
}

/** @returns a section and its ancestors, from the innermost */
export function sectionsAround(section: Section | null): Section[] {
  const around: Section[] = [];
  for (let next = section; next; next = next.parent) around.push(next);
  return around;
}

/** Nested sections are copied only on access, because deep outlines would take quadratic space. */
function lazily(section: Section, key: 'blocks', make: () => Block[]): void {
  let made: Block[] | undefined;
  Object.defineProperty(section, key, { enumerable: true, get: () => (made ??= make()) });
}

export interface PlacedItem {
  item: Item;
  list: List;
  /** 0 for items of outermost lists. */
  depth: number;
  /** Number of items with a box around it. */
  boxes: number;
}

/** @returns all list items in order, nested ones after their parent; including those in quotes */
export function allItems(blocks: readonly Block[]): PlacedItem[] {
  const found: PlacedItem[] = [];
  walk(blocks, 0, 0);
  return found;

  function walk(inner: readonly Block[], depth: number, boxes: number): void {
    for (const block of inner) {
      if (block.kind === 'quote') walk(block.children, depth, boxes);
      if (block.kind !== 'list') continue;
      for (const item of block.items) {
        found.push({ item, list: block, depth, boxes });
        walk(item.children, depth + 1, item.box ? boxes + 1 : boxes);
      }
    }
  }
}

/** @returns the first paragraph of an item */
export function itemText(item: Item): string {
  const [first] = item.children;
  return first?.kind === 'paragraph' || first?.kind === 'heading' ? first.text : '';
}

/** @returns all blocks in order, including those in quotes, lists and items */
export function* allBlocks(blocks: readonly Block[]): Generator<Block> {
  for (const block of blocks) {
    yield block;
    if (block.kind === 'quote') yield* allBlocks(block.children);
    if (block.kind === 'list') for (const item of block.items) yield* allBlocks(item.children);
  }
}
