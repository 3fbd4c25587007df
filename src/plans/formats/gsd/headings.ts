/** GSD plans without `<task>` blocks: their tasks are headings, boxes or numbered lists of Markdown. */
import type { PlanStep } from '../../../contract/plan.ts';
import { plainText } from '../../markdown/inline.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { filesOf, proofOf, valuesOf } from '../../markdown/unit-words.ts';
import { boxItems, criteriaHeading, stepOf } from '../../boxes/box-items.ts';
import { proofAtEnd } from '../../proof/end-proof.ts';
import { kindOfTask } from './task-kind.ts';
import { numberedSteps } from '../../boxes/numbered-steps.ts';
import { kindByWords } from '../../tasks/person-steps.ts';
import { below, statements } from '../../task-files/task-file.ts';
import { taskSections } from '../../tasks/task-sections.ts';

export interface HeadingsPlan {
  steps: PlanStep[];
  files: string[];
  gate: string[];
  acceptance: string[];
}

export function planOfHeadings(file: MarkdownFile): HeadingsPlan {
  const own = proofOf(file.blocks);
  const end = proofAtEnd(file);
  return {
    steps: [...tasksOf(file), ...end.steps],
    files: filesOf(file.blocks),
    gate: [...own.gate, ...end.gate],
    acceptance: [...own.acceptance, ...end.acceptance, ...statements(below(file, criteriaHeading))],
  };
}

function tasksOf(file: MarkdownFile): PlanStep[] {
  const headings = taskSections(file);
  if (headings.length > 0)
    return headings.map(({ title, done, section }) => {
      const [type] = valuesOf(section.blocks, /^type$/i);
      const kind = type === undefined ? 'auto' : kindOfTask(plainText(type));
      return { title, kind: kind === 'auto' ? kindByWords(title) : kind, done };
    });
  const boxes = boxItems(file).filter(
    ({ depth, section }) => depth === 0 && !notWork.test(plainText(section?.heading.text ?? '')),
  );
  return (boxes.length > 0 ? boxes : numberedSteps(file)).map(({ words, done }) => stepOf(words, done));
}

const notWork = new RegExp(
  `${criteriaHeading.source}|^(?:\\W*)(?:verification|validation|must[- ]haves|output|context)\\b`,
  'iu',
);
