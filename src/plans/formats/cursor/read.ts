import { unitDraft, withReading } from '../../draft.ts';
import type { UnitDraft } from '../../draft.ts';
import { plainText } from '../../markdown/inline.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { isDoneWord } from '../../markdown/unit-words.ts';
import { inSequence } from '../../order.ts';
import { listOf, namesOf, recordOf, textOf } from '../../text/fields.ts';
import { pathsOfText } from '../../text/paths.ts';
import { rangeOfLines } from '../../text/source-text.ts';
import { byDocument } from '../../documents/by-document.ts';
import { holdLastTo, proofAtEnd } from '../../proof/end-proof.ts';
import { isGivenUp } from '../../tasks/given-up.ts';
import type { ReadDraft } from '../../plan-input.ts';
import { kindOfUnit } from '../../tasks/person-steps.ts';

/**
 * Cursor: `.cursor/plans/x.plan.md`. A unit is an entry of `todos` in the front matter, in order unless dependencies
 * are stated. The document below is context of each, and its verification proves the last one.
 */
export const readCursor: ReadDraft = byDocument((file) => {
  const todos = todosOf(file);
  const places = placesOf(file);
  const stated = todos.some((todo) => 'dependencies' in todo || 'depends_on' in todo);
  const units = todos.map((todo, index): UnitDraft => {
    const content = textOf(todo['content']) || textOf(todo['title']) || textOf(todo['description']);
    const id = textOf(todo['id']) || String(index + 1);
    const place = places[index] ?? { from: file.front?.from ?? 0, to: file.front?.to ?? 0 };
    const range = rangeOfLines(file.source, place.from, place.to);
    const status = textOf(todo['status']);
    return unitDraft(file.source, range, id, plainText(content) || id, {
      needs: namesOf(todo['dependencies'] ?? todo['depends_on']),
      files: pathsOfText(content),
      kind: kindOfUnit(content, []),
      prompt: withReading(file.source, range, [file.source.path]),
      done: isDoneWord(status) || isGivenUp(status),
    });
  });
  if (!stated) inSequence(units);
  holdLastTo(units, proofAtEnd(file));
  const name = textOf(file.front?.fields['name']);
  return {
    from: file.front?.from,
    units,
    problems: [],
    context: [file.source.path],
    ...(name === '' ? {} : { title: name }),
  };
});

/** @returns the entries of the list in the front matter; none if a document has no such list */
export function todosOf(file: MarkdownFile): Record<string, unknown>[] {
  return listOf(file.front?.fields['todos'])
    .map(recordOf)
    .filter((todo) => ['content', 'title', 'description'].some((key) => textOf(todo[key]) !== ''));
}

/** @returns the lines of each entry of `todos` */
function placesOf(file: MarkdownFile): { from: number; to: number }[] {
  const { front, source } = file;
  if (!front) return [];
  const text = (line: number) => source.lines[line]?.text ?? '';
  let start = front.from;
  while (start < front.to && !/^["']?todos["']?\s*:/.test(text(start))) start += 1;
  const first = /^(\s*)-\s/.exec(text(start + 1))?.[1];
  const places: { from: number; to: number }[] = [];
  for (let line = start + 1; first !== undefined && line < front.to; line += 1) {
    const isNext = text(line).startsWith(`${first}- `);
    const last = places.at(-1);
    if (!isNext && /^[^\s#-]/.test(text(line))) break;
    if (isNext) places.push({ from: line, to: line + 1 });
    else if (last) last.to = line + 1;
  }
  return places;
}
