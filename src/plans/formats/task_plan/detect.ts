import { allItems, itemText } from '../../markdown/outline.ts';
import { plainText } from '../../markdown/inline.ts';
import { readPhaseHeading } from '../../markdown/phase-heading.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { statusOf } from '../../markdown/unit-words.ts';
import { baseName } from '../../path-parts.ts';
import { phasesOf } from '../../markdown/phase-sections.ts';

/** @returns why a document is a plan of planning-with-files, by its name and phases; undefined if it is not */
export function isTaskPlan(file: MarkdownFile): string | undefined {
  if (!/^task[-_]plan(?:[-_.].*)?\.md$/i.test(baseName(file.source.path))) return undefined;
  const phases = phasesOf(file);
  if (phases.some(({ blocks }) => statusOf(blocks) !== '' || allItems(blocks).some(({ item }) => item.box)))
    return 'a task_plan.md with phases';
  const boxes = allItems(file.blocks).filter(({ item }) => item.box);
  return boxes.some(({ item }) => readPhaseHeading(plainText(itemText(item))))
    ? 'a task_plan.md with a checkbox for each phase'
    : undefined;
}
