import { boxItems } from '../../boxes/box-items.ts';
import type { BoxItem } from '../../boxes/box-items.ts';
import type { List } from '../../markdown/block.ts';
import { plainText } from '../../markdown/inline.ts';
import type { Section } from '../../markdown/outline.ts';
import { phaseAbove } from '../../markdown/phase-heading.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { taskHeadings } from './task-headings.ts';

export interface PlanPhase {
  section: Section | null;
  boxes: BoxItem[];
  headings: Section[];
}

/** `1.2`, the number of a task in its phase. */
export const taskWords = /^\d+\.[A-Z]?\d+/;
/** `VERIFY Phase 1:`, a check after a phase. */
export const verify = /^(?:\*\*)?\s*VERIFY(?:\s+(?:Phase\s+)?([\w.]+))?\s*(?:\([^)]*\)\s*)?[:：]/i;

export function phasesOf(file: MarkdownFile): PlanPhase[] {
  const found: PlanPhase[] = [];
  for (const box of boxItems(file)) {
    if (box.depth > 0 || !isTask(box)) continue;
    const section = phaseAbove(box.section) ?? box.section;
    const last = found.at(-1);
    if (last && last.section === section) last.boxes.push(box);
    else found.push({ section, boxes: [box], headings: [] });
  }
  const checks = checkLists(file);
  for (const phase of found) {
    const work = phase.boxes.filter(({ list }) => !checks.has(list));
    // If a phase has nothing else, its tasks follow the word.
    if (work.some(({ words }) => taskWords.test(words))) phase.boxes = work;
  }
  if (found.some(({ boxes }) => boxes.some(({ words }) => taskWords.test(words)))) return found;
  const phased: PlanPhase[] = [];
  for (const heading of taskHeadings(file)) {
    const section = phaseAbove(heading.parent) ?? heading.parent;
    const last = phased.at(-1);
    if (last && last.section === section) last.headings.push(heading);
    else
      phased.push({
        section,
        boxes: found.find((phase) => phase.section === section)?.boxes ?? [],
        headings: [heading],
      });
  }
  return phased.length > 0 ? phased : found;
}

/** @returns lists directly after `**VERIFY Phase 1:**`: their entries are to be verified, numbered or not */
function checkLists(file: MarkdownFile): Set<List> {
  const lists = new Set<List>();
  for (const [index, block] of file.blocks.entries()) {
    const next = file.blocks[index + 1];
    if (block.kind === 'paragraph' && next?.kind === 'list' && verify.test(plainText(block.text)))
      lists.add(next);
  }
  return lists;
}

export function isTask({ words }: BoxItem): boolean {
  return taskWords.test(words) || verify.test(words);
}
