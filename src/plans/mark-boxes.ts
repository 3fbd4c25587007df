/** Formats that mark a unit as done by its checkboxes. */
import { ok } from '../base/result.ts';
import type { PlanUnit } from '../contract/plan.ts';
import { countedBox } from './importers/openspec.ts';
import { plainText } from './markdown/inline.ts';
import { allItems, itemText } from './markdown/outline.ts';
import { readMarkdown } from './markdown/read-markdown.ts';
import type { TextEdit } from './file-edit.ts';
import { gone, noPlace, sourceOf } from './marking.ts';
import type { Marking, Marks } from './marking.ts';
import { byteLength } from './text/source-text.ts';
import type { SourceText } from './text/source-text.ts';

/**
 * Boxes of the unit's words that are open; what may be left out stays open.
 *
 * @param isOwn whether a box with such words is the unit's, and with it those in it
 */
export function markBoxes(marking: Marking, isOwn: (words: string) => boolean = () => true): Marks {
  const source = sourceOf(marking);
  if (!source) return gone(marking);
  const edits = openBoxes(source, marking.unit, isOwn)
    .filter(({ optional }) => !optional)
    .map(({ edit }) => edit);
  if (edits.length === 0) return noPlace(marking);
  return ok([{ path: source.path, create: false, edits }]);
}

/** Every box that OpenSpec counts, wherever it stands. */
export function markCounted(marking: Marking): Marks {
  const source = sourceOf(marking);
  if (!source) return gone(marking);
  const edits = source.lines.flatMap(({ text, start }) => {
    const [, lead = '', mark = 'x'] = countedBox.exec(text) ?? [];
    // All before the mark is white space and ASCII but for the mark itself.
    const at = start + byteLength(lead);
    return mark.trim() === '' ? [{ start: at, end: at + byteLength(mark), text: 'x' }] : [];
  });
  return edits.length > 0 ? ok([{ path: source.path, create: false, edits }]) : noPlace(marking);
}

/** Of a unit that is a box this one, not those in it; of one that is a heading all below it. */
export function markOwnBoxes(marking: Marking): Marks {
  if (marking.unit.prompt.startsWith('#')) return markBoxes(marking);
  const source = sourceOf(marking);
  if (!source) return gone(marking);
  const { start } = marking.unit.range;
  const own = source.lines.find((line) => line.start <= start && start <= line.end);
  // A box that stands in the unit is a step of it.
  const first = openBoxes(source, marking.unit).find(({ edit }) => own && edit.start < own.end);
  if (!first) return noPlace(marking);
  return ok([{ path: source.path, create: false, edits: [first.edit] }]);
}

export function openBoxes(
  source: SourceText,
  unit: PlanUnit,
  isOwn: (words: string) => boolean = () => true,
): { edit: TextEdit; optional: boolean }[] {
  let own = false;
  return allItems(readMarkdown(source).blocks).flatMap(({ item, boxes }) => {
    const { box } = item;
    if (box && boxes === 0) own = isOwn(plainText(itemText(item)));
    if (!own) return [];
    const line = box && source.lines[box.line];
    if (!box || !line || box.done) return [];
    const start = line.start + box.column;
    // All before the box is ASCII, and so is an open mark.
    const edit = { start, end: start + box.mark.length, text: 'x' };
    return start >= unit.range.start && start < unit.range.end ? [{ edit, optional: box.optional }] : [];
  });
}
