import type { SourceLine } from '../../text/source-text.ts';

/** The status of a story. */
export interface StoryStatus {
  words: string;
  line: SourceLine;
  /** Place of the value in the line, in characters. */
  from: number;
}

const field = /(?:^(?:#{1,6}\s+|[-*]\s+|>\s*)?|\|\s*)\**Status\**\s*[:：]\**[ \t]*(?=([^|\s][^|]*)?)/i;
const heading = /^#{1,6}\s+\**Status\**\s*$/i;

/** @returns `done` of `Status: done`, of `**Epic:** 1 | **Status:** done`, and of the text below `## Status` */
export function storyStatus(lines: readonly SourceLine[]): StoryStatus | undefined {
  for (const [index, line] of lines.entries()) {
    const match = field.exec(line.text);
    if (match?.[1] !== undefined)
      return { words: match[1].trim(), line, from: match.index + match[0].length };
    if (!match && !heading.test(line.text)) continue;
    const below = lines.slice(index + 1).find(({ text }) => text.trim() !== '');
    if (below && !below.text.startsWith('#'))
      return {
        words: below.text.trim(),
        line: below,
        from: below.text.length - below.text.trimStart().length,
      };
  }
  return undefined;
}
