import type { SourceText } from '../text/source-text.ts';
import { readYaml } from '../text/yaml-text.ts';
import type { YamlText } from '../text/yaml-text.ts';
import type { Block } from './block.ts';
import { allItems, itemText, outline } from './outline.ts';
import type { Section } from './outline.ts';
import { parseBlocks } from './parse-blocks.ts';
import { isStruck } from './struck.ts';

export interface MarkdownFile {
  source: SourceText;
  front: FrontMatter | null;
  /** Line numbers refer to the source. */
  blocks: Block[];
  sections: Section[];
  /** The first line after the front matter. */
  bodyFrom: number;
  tooDeep: number[];
}

export interface FrontMatter extends YamlText {
  /** Lines between the fences. */
  from: number;
  to: number;
  closed: boolean;
}

export function readMarkdown(source: SourceText): MarkdownFile {
  const front = readFrontMatter(source);
  const bodyFrom = front ? front.to + (front.closed ? 1 : 0) : 0;
  const lines = source.lines.map((line, index) => (index < bodyFrom ? '' : line.text));
  const { blocks, tooDeep } = parseBlocks(lines);
  for (const { item } of allItems(blocks))
    if (item.box && !item.box.done && isStruck(itemText(item)))
      item.box = { ...item.box, done: true, struck: true };
  return { source, front, blocks, sections: outline(blocks), bodyFrom, tooDeep };
}

function readFrontMatter(source: SourceText): FrontMatter | null {
  if (source.lines[0]?.text.trimEnd() !== '---') return null;
  const from = 1;
  let end = from;
  while (end < source.lines.length && !/^(?:---|\.\.\.)\s*$/.test(source.lines[end]?.text ?? '')) end += 1;
  const closed = end < source.lines.length;
  const to = closed ? end : endOfUnclosed(source, from);
  const lines = source.lines.slice(from, to).map((line) => line.text);
  // A document may begin with a rule; only lines that look like fields are front matter.
  if (!lines.some((line) => /^[A-Za-z_][\w -]*:(?:\s|$)/.test(line))) return null;
  return { ...readYaml(lines.join('\n')), from, to, closed };
}

/** Without an end, front matter ends with the last line that looks like YAML. */
function endOfUnclosed(source: SourceText, from: number): number {
  let line = from;
  while (
    line < source.lines.length &&
    /^(?:[A-Za-z_][\w -]*:(?:\s|$)|\s+\S|\s*-\s)/.test(source.lines[line]?.text ?? '')
  )
    line += 1;
  return line;
}
