/**
 * Finds words in the project's documents that have a plainer replacement. Code is skipped: it may contain settings and
 * quotes.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { listUnplainWords } from './plain-words.ts';

/** @returns one line per paragraph and word, with the replacement */
export function findUnplainWords(root: string): string[] {
  return globSync(['*.md', 'docs/**/*.md'], { cwd: root })
    .toSorted()
    .flatMap((file) =>
      [...passages(fromMarkdown(readFileSync(join(root, file), 'utf8')))].flatMap(({ text, line }) =>
        listUnplainWords(text).map((found) => `${file}:${line}: ${found}`),
      ),
    );
}

interface Passage {
  text: string;
  /** The first line of the paragraph. */
  line: number;
}

/** Yields paragraphs and headings as one line each, so that phrases across line breaks are found. */
function* passages(node: Nodes): Generator<Passage> {
  if (node.type === 'paragraph' || node.type === 'heading')
    yield { text: wordsOf(node).replaceAll(/\s+/g, ' '), line: node.position?.start.line ?? 0 };
  else if ('children' in node) for (const child of node.children) yield* passages(child);
}

function wordsOf(node: Nodes): string {
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map(wordsOf).join('') : ' … ';
}
