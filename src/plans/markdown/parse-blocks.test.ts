import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import type { Block } from './block.ts';
import { allItems, itemText } from './outline.ts';
import { parseBlocks } from './parse-blocks.ts';

/** The blocks of a text by both parsers, in one form. */
type Shape = readonly unknown[];

function ours(block: Block): Shape {
  switch (block.kind) {
    case 'heading':
      return ['heading', block.level, block.from];
    case 'paragraph':
      return ['paragraph', block.from, block.to];
    case 'code':
      return ['code', block.language, withoutBlanks(block.text)];
    case 'html':
      return ['html', withoutBlanks(block.text)];
    case 'rule':
      return ['rule', block.from];
    case 'quote':
      return ['quote', block.children.map(ours)];
    case 'list':
      return ['list', block.ordered, block.items.map((item) => [item.from, item.children.map(ours)])];
  }
}

function theirs(node: Nodes): Shape {
  const from = (node.position?.start.line ?? 0) - 1;
  switch (node.type) {
    case 'heading':
      return ['heading', node.depth, from];
    case 'paragraph':
      return ['paragraph', from, node.position?.end.line];
    case 'code':
      return ['code', node.lang ?? '', withoutBlanks(node.value)];
    case 'html':
      return ['html', withoutBlanks(node.value)];
    case 'thematicBreak':
      return ['rule', from];
    case 'blockquote':
      return ['quote', node.children.map(theirs)];
    case 'list':
      return [
        'list',
        node.ordered,
        node.children.map((item) => [(item.position?.start.line ?? 0) - 1, item.children.map(theirs)]),
      ];
    default:
      return [node.type];
  }
}

/** @returns whether indented code follows indented code */
function isSplit(node: Nodes, text: string): boolean {
  if (!('children' in node)) return false;
  const isIndented = (child: Nodes | undefined) =>
    child?.type === 'code' && !/^(?:```|~~~)/.test(text.slice(child.position?.start.offset));
  return node.children.some(
    (child, index) => isSplit(child, text) || (isIndented(child) && isIndented(node.children[index + 1])),
  );
}

/** @returns the text without its blank lines, because parsers disagree about blank lines with spaces */
function withoutBlanks(text: string): string {
  return linesOf(text)
    .filter((line) => line.trim() !== '')
    .join('\n')
    .trimEnd();
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

describe('blocks', () => {
  it('are those of CommonMark, as a parser of others sees them', () => {
    const piece = fc.constantFrom(
      '# a',
      '## b',
      '- ',
      '* ',
      '+ ',
      '1. ',
      '  ',
      '   ',
      '    ',
      '\t',
      '> ',
      '```',
      '````',
      '~~~',
      '```js',
      'text',
      'word',

      '***',
      '---',
      '===',
      '<div>',
      '</div>',
      '<!-- c',
      '-->',
      '`code`',
      '\n',
      '\n',
      '\n',
      '\n',
      '\n\n',
      '\r\n',
      '\r',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 25 }).map((parts) => parts.join('')),
        (text) => {
          const lines = linesOf(text);
          // In the other parser an empty item may not follow code, unlike in CommonMark.
          fc.pre(!lines.some((line) => /(?:^|[\s>])(?:[-+*]|\d+[.)])\s*$/.test(line)));
          const tree = fromMarkdown(text, { extensions: [{ disable: { null: ['definition'] } }] });
          // It splits indented code at the end of a quote, unlike CommonMark.
          fc.pre(!isSplit(tree, text));
          expect(parseBlocks(lines).blocks.map(ours)).toEqual(tree.children.map(theirs));
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('have boxes with character, place and optional mark', () => {
    const text =
      '- [ ] a\n* [X] b\n1. [~] c\n- [ ]* d\n  > - [x] e\n- [ ]**f**\n- [x](y)\n- [y] z\n-\t[ ] tab';
    const boxes = allItems(parseBlocks(linesOf(text)).blocks).map(
      ({ item }) =>
        item.box && [
          item.box.mark,
          item.box.line,
          item.box.column,
          item.box.done,
          item.box.optional,
          itemText(item),
        ],
    );
    expect(boxes).toEqual([
      [' ', 0, 3, false, false, 'a'],
      ['X', 1, 3, true, false, 'b'],
      ['~', 2, 4, false, false, 'c'],
      [' ', 3, 3, false, true, 'd'],
      ['x', 4, 7, true, false, 'e'],
      [' ', 5, 3, false, false, '**f**'],
      null,
      null,
      [' ', 8, 3, false, false, 'tab'],
    ]);
  });

  it('close a fence of Markdown behind the fences in it', () => {
    const { blocks } = parseBlocks(linesOf('```markdown\n## A\n```bash\nls\n```\n- [ ] in it\n```\n## B'));
    expect(blocks.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['code', 0, 7],
      ['heading', 7, 8],
    ]);
  });
});
