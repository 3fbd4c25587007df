import { boxItems, criteriaHeading, numbered } from '../boxes/box-items.ts';
import type { BoxItem } from '../boxes/box-items.ts';
import { checksBeside, isGivenUpChapter } from '../boxes/not-work.ts';
import { numberedSteps } from '../boxes/numbered-steps.ts';
import type { Block, List } from '../markdown/block.ts';
import { plainText } from '../markdown/inline.ts';
import { sectionsAround } from '../markdown/outline.ts';
import type { Section } from '../markdown/outline.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';
import { issueId } from './issue-id.ts';
import { isPlan, stepHeadings } from './step-headings.ts';

/** @returns the work of a checklist: boxes that are in no other, or sections */
export function workOf(
  file: MarkdownFile,
  outer = outerBoxes(file),
): { boxes: BoxItem[]; sections: Section[] } {
  const criteria = criteriaLists(file.blocks);
  const checks = checksBeside(outer, (words) => (numbered(words) ?? issueId(words)) !== undefined);
  const open = outer.filter(
    (box) => !isCriteria(box.section) && !isGivenUpChapter(box.section) && !checks.has(box),
  );
  const boxes = open.filter(({ list }) => !criteria.has(list));
  const steps = stepHeadings(file);
  const holds = ({ from, to }: Section) => boxes.some(({ item }) => from <= item.from && item.to <= to);
  // If most steps have no boxes, the boxes are not all the work, and those after the steps are for the end.
  if (steps.length > 1 && steps.filter(holds).length * 2 < steps.length)
    return { boxes: [], sections: steps };
  const held = new Set(open.flatMap(({ section }) => section ?? []));
  const working = new Set(boxes.map(({ section }) => section));
  const tasks = [...held].filter((section) => !working.has(section));
  // If most sections only contain results, each of them is a unit.
  if (tasks.length > 1 && tasks.length * 2 > held.size) return { boxes: [], sections: [...held] };
  if (boxes.length > 0) return { boxes, sections: [] };
  if (steps.length > 0) return { boxes, sections: steps };
  const listed = isPlan(file) ? numberedSteps(file) : [];
  return listed.length > 0 ? { boxes: listed, sections: [] } : { boxes, sections: tasks };
}

export function outerBoxes(file: MarkdownFile): BoxItem[] {
  return boxItems(file).filter(({ depth }) => depth === 0);
}

/** @returns lists after a label like `**Acceptance criteria:**` */
function criteriaLists(blocks: readonly Block[], found = new Set<List>()): Set<List> {
  for (const [index, block] of blocks.entries()) {
    const before = blocks[index - 1];
    if (block.kind === 'quote') criteriaLists(block.children, found);
    if (block.kind !== 'list') continue;
    const label = before?.kind === 'paragraph' ? (before.text.split('\n').at(-1) ?? '') : '';
    if (/^\*\*.*\*\*:?\s*$|[:：]\s*$/.test(label) && criteriaHeading.test(plainText(label))) found.add(block);
    for (const item of block.items) criteriaLists(item.children, found);
  }
  return found;
}

function isCriteria(section: Section | null): boolean {
  return sectionsAround(section).some(({ heading }) => {
    const words = plainText(heading.text);
    return criteriaHeading.test(words) || (heading.level > 1 && checkHeading.test(words));
  });
}

/** Chapters of prerequisites, and of checks afterwards. */
const checkHeading =
  /^(?:\W*)(?:\d+[.)]\s*)?(?:pre-?requisites?|verification(?: checklist)?|(?:manual )?test(?:ing)? (?:plan|checklist)|(?:code )?review checklist|sign-?off|approvals?)\W*$/i;
