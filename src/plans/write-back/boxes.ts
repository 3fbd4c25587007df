/** Write-back for formats that mark a unit as done by its checkboxes. */
import { ok } from '../../base/result.ts';
import type { PlanUnit } from '../../contract/plan.ts';
import { plainText } from '../markdown/inline.ts';
import { allItems, itemText } from '../markdown/outline.ts';
import { readMarkdown } from '../markdown/read-markdown.ts';
import { gone, noPlace, sourceOf } from './write-back.ts';
import type { WriteBackInput, WriteBack } from './write-back.ts';
import type { SourceText } from '../text/source-text.ts';
import type { TextEdit } from './file-edit.ts';

/**
 * Ticks the open boxes of a unit; optional ones stay open.
 *
 * @param isOwn whether a box with this text, and the boxes in it, belong to the unit
 */
export function tickBoxes(input: WriteBackInput, isOwn: (words: string) => boolean = () => true): WriteBack {
  const source = sourceOf(input);
  if (!source) return gone(input);
  const edits = openBoxes(source, input.unit, isOwn)
    .filter(({ optional }) => !optional)
    .map(({ edit }) => edit);
  if (edits.length === 0) return noPlace(input);
  return ok([{ path: source.path, create: false, edits }]);
}

/** For a unit that is a box: ticks this box, not those in it; for a heading: all boxes below it. */
export function tickOwnBoxes(input: WriteBackInput): WriteBack {
  if (input.unit.prompt.startsWith('#')) return tickBoxes(input);
  const source = sourceOf(input);
  if (!source) return gone(input);
  const { start } = input.unit.range;
  const own = source.lines.find((line) => line.start <= start && start <= line.end);
  // A box in the unit is a step of it.
  const first = openBoxes(source, input.unit).find(({ edit }) => own && edit.start < own.end);
  if (!first) return noPlace(input);
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
    // Everything before the box is ASCII, and so is an open mark.
    const edit = { start, end: start + box.mark.length, text: 'x' };
    return start >= unit.range.start && start < unit.range.end ? [{ edit, optional: box.optional }] : [];
  });
}
