import type { PlanProblem } from '../../../contract/plan.ts';
import { boxItems, skippedBoxes } from '../../boxes/box-items.ts';
import type { BoxItem } from '../../boxes/box-items.ts';
import { byDocument } from '../../documents/by-document.ts';
import { wordsForAll } from '../../documents/about-markdown.ts';
import type { UnitDraft } from '../../draft.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import type { ReadDraft } from '../../plan-input.ts';
import { idOfTask, taskSections } from '../../tasks/task-sections.ts';
import type { TaskSection } from '../../tasks/task-sections.ts';
import { unitsOfTasks } from '../../tasks/units-of-tasks.ts';

/**
 * Superpowers and similar tools: an implementation plan with headings `Task N`, with or without batches, chunks or
 * phases. Tasks are in order, unless they state dependencies or their batch may run in parallel.
 */
export const readSuperpowers: ReadDraft = byDocument((file) => {
  const found = taskSections(file);
  const problems: PlanProblem[] = [];
  const units = unitsOfTasks(file, found, problems);
  const outside = boxesOutside(file, found);
  const named = new Set(units.flatMap((unit) => takeProgress(unit, outside)));
  const left = outside.filter((box) => !named.has(box));
  problems.push(...skippedBoxes(left, 'outside of the tasks', file.source.path));
  const from = found[0]?.section.from;
  return { from, units, problems, context: wordsForAll(file, from) };
});

function boxesOutside(file: MarkdownFile, tasks: readonly TaskSection[]): BoxItem[] {
  let next = 0;
  return boxItems(file).filter(({ item, depth }) => {
    while ((tasks[next]?.section.to ?? Infinity) <= item.from) next += 1;
    return depth === 0 && item.from < (tasks[next]?.section.from ?? Infinity);
  });
}

/** Some plans have a list of their tasks first, `- [x] Task 1: …`. @returns its boxes of this unit */
function takeProgress(unit: UnitDraft, boxes: readonly BoxItem[]): BoxItem[] {
  const own = boxes.filter(({ words }) => idOfTask(words) === unit.id);
  if (own.length > 0 && own.every(({ done }) => done)) unit.done = true;
  return own;
}
