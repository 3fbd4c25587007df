/** Reading of inline marks, as far as plans need it. All of it is linear in the text. */

import { keepStart } from '../../base/cut-text.ts';

/** Longer texts are no titles, labels or statements: the rest is left out of them. */
const maximumPlain = 4_000;

/** What may be a mark; most texts have none. */
const marked = /[[<*_`~\\]/;

/** @returns the words without emphasis, code, link and image marks, in one line */
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

/** @returns the text with each code span in one line: a command that goes on in the next line is one command */
export function joinSpans(text: string): string {
  if (!text.includes('\n')) return text;
  return text
    .split(/(`+[^`]*`+)/)
    .map((part, index) => (index % 2 === 0 ? part : part.replaceAll(/\s*(?:\s\\)?\n\s*/g, ' ')))
    .join('')
    .replaceAll(/[ \t]+\\\n\s*/g, ' ');
}

/** @returns the text without `**` around bold words; two stars in a code span are a pattern */
export function withoutBold(text: string): string {
  return text
    .split(/(`+[^`]*`+)/)
    .map((part, index) => (index % 2 === 0 ? part.replaceAll('**', '') : part))
    .join('');
}

/** @returns what stands in code spans: between two runs of backticks of one length */
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
    // A command that goes on in the next line is one command.
    const content = text.slice(from, places[end]).replaceAll(/\s*(?:\s\\)?\n\s*/g, ' ');
    spans.push(content.trim());
    index = end;
  }
  return spans;
}

/** @returns the value of a bold label at the beginning of a line: `**Goal:** x` and `**Goal**: x`, also in a list item */
export function labelled(line: string): { label: string; value: string } | undefined {
  const match = /^\s*(?:[-*+]\s+)?\*\*([^*\n]{1,120})\*\*(.*)$/.exec(line);
  if (!match) return undefined;
  const [, label = '', after = ''] = match;
  const outside = /^\s*[:：](.*)$/.exec(after);
  const inside = /^(.*?)\s*[:：]\s*$/.exec(label);
  if (inside) return { label: plainText(inside[1] ?? ''), value: after.trim() };
  return outside ? { label: plainText(label), value: (outside[1] ?? '').trim() } : undefined;
}
