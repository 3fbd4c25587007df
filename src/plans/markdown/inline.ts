/** Inline marks, as far as plans need them. All functions take linear time. */

import { keepStart } from '../../base/cut-text.ts';

/** Maximum characters of titles, labels and statements; the rest is cut. */
const maximumPlain = 4_000;

/** Characters that may begin a mark; most texts have none. */
const marked = /[[<*_`~\\]/;

/** @returns the text without emphasis, code, link and image marks, on one line */
export function plainText(text: string): string {
  if (text.length <= maximumPlain && !marked.test(text)) return text.replaceAll(/\s+/g, ' ').trim();
  return keepStart(text, maximumPlain)
    .replaceAll(/!?\[([^[\]]*)\]\([^()[\]]*\)/g, '$1')
    .replaceAll(/<!--[^<>]*-->/g, '')
    .replaceAll(/\*\*|__|`+|~~/g, '')
    .replaceAll(/(^|[\s(])[*_]([^*_\s][^*_]*)[*_](?=[\s).,:;!?]|$)/g, '$1$2')
    .replaceAll(/\\([!-/:-@[-`{-~])/g, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** @returns the text with each code span on one line: a command over several lines is one command */
export function joinSpans(text: string): string {
  if (!text.includes('\n')) return text;
  return text
    .split(/(`+[^`]*`+)/)
    .map((part, index) => (index % 2 === 0 ? part : part.replaceAll(/\s*(?:\s\\)?\n\s*/g, ' ')))
    .join('')
    .replaceAll(/[ \t]+\\\n\s*/g, ' ');
}

/** @returns the text without `**` around bold text; two stars in a code span are a pattern */
export function withoutBold(text: string): string {
  return text
    .split(/(`+[^`]*`+)/)
    .map((part, index) => (index % 2 === 0 ? part.replaceAll('**', '') : part))
    .join('');
}

/** @returns the contents of code spans: between two runs of backticks of the same length */
export function codeSpans(text: string): string[] {
  if (!text.includes('`')) return [];
  const found = [...text.matchAll(/`+/g)];
  const runs = found.map(([run], index) => ({ length: run.length, index }));
  const places = found.map((match) => match.index);
  const nextOfLength = new Map<number, number>();
  const closing: (number | undefined)[] = [];
  for (const run of runs.toReversed()) {
    closing[run.index] = nextOfLength.get(run.length);
    nextOfLength.set(run.length, run.index);
  }
  const spans: string[] = [];
  for (let index = 0; index < runs.length; index += 1) {
    const end = closing[index];
    if (end === undefined) continue;
    const from = (places[index] ?? 0) + (runs[index]?.length ?? 0);
    // A command over several lines is one command.
    const content = text.slice(from, places[end]).replaceAll(/\s*(?:\s\\)?\n\s*/g, ' ');
    spans.push(content.trim());
    index = end;
  }
  return spans;
}

/**
 * @returns the label and value of a bold label at the beginning of a line: `**Goal:** x` and `**Goal**: x`, also in a
 *   list item
 */
export function labelled(line: string): { label: string; value: string } | undefined {
  const match = /^\s*(?:[-*+]\s+)?\*\*([^*\n]{1,120})\*\*(.*)$/.exec(line);
  if (!match) return undefined;
  const [, label = '', after = ''] = match;
  const outside = /^\s*[:：](.*)$/.exec(after);
  const inside = /^(.*?)\s*[:：]\s*$/.exec(label);
  if (inside) return { label: plainText(inside[1] ?? ''), value: after.trim() };
  return outside ? { label: plainText(label), value: (outside[1] ?? '').trim() } : undefined;
}
