import { unitDraft } from '../../draft.ts';
import { plainText } from '../../markdown/inline.ts';
import type { Section } from '../../markdown/outline.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { proofOf } from '../../markdown/unit-words.ts';
import { inSequence } from '../../order.ts';
import { pathsOfText } from '../../text/paths.ts';
import { rangeOfLines } from '../../text/source-text.ts';
import { boxItems, checksOf, innerSteps, skippedBoxes, wordsOfItem } from '../../boxes/box-items.ts';
import { byDocument } from '../../documents/by-document.ts';
import { holdLastTo, proofAtEnd } from '../../proof/end-proof.ts';
import type { ReadDraft } from '../../plan-input.ts';
import { kindOfUnit } from '../../tasks/person-steps.ts';

/**
 * ExecPlans (`PLANS.md`, `.agent/`): a living document. A unit is an entry of its chapter "Progress", in order; its
 * chapter "Validation and Acceptance" proves the last one. Every agent reads the whole document.
 */
export const readExecPlan: ReadDraft = byDocument((file) => {
  const progress = progressOf(file);
  const outer = boxItems(file).filter(({ depth }) => depth === 0);
  const own = outer.filter(({ item }) => progress && progress.from <= item.from && item.to <= progress.to);
  const units = own.map((box, index) => {
    const proof = proofOf(box.item.children);
    const steps = innerSteps(box.item.children);
    return unitDraft(
      file.source,
      rangeOfLines(file.source, box.item.from, box.item.to),
      String(index + 1),
      titleOf(box.words),
      {
        files: pathsOfText(wordsOfItem(box.item)),
        kind: kindOfUnit(titleOf(box.words), steps),
        steps,
        gate: [...proof.gate, ...checksOf(box.item.children)],
        acceptance: proof.acceptance,
        done: box.done,
      },
    );
  });
  inSequence(units);
  holdLastTo(units, proofAtEnd(file));
  const left = outer.filter((box) => !own.includes(box));
  const problems = skippedBoxes(left, 'outside of its progress', file.source.path);
  return { from: progress?.from, units, problems, context: [file.source.path] };
});

const chapters = [
  /^Purpose\b/i,
  /^Surprises\b/i,
  /^Decision Log\b/i,
  /^Outcomes\b/i,
  /^Context and Orientation\b/i,
  /^Plan of Work\b/i,
  /^Concrete Steps\b/i,
  /^Validation and Acceptance\b/i,
  /^Idempotence and Recovery\b/i,
];

/** @returns whether a document has the chapters of an ExecPlan, and tracks progress in boxes */
export function isExecPlan(file: MarkdownFile): boolean {
  const progress = progressOf(file);
  if (!progress || !boxItems(file).some(({ item }) => progress.from <= item.from && item.to <= progress.to))
    return false;
  const headings = file.sections.map(({ heading }) => plainText(heading.text));
  return chapters.filter((chapter) => headings.some((words) => chapter.test(words))).length > 1;
}

function progressOf(file: MarkdownFile): Section | undefined {
  return file.sections.find(({ heading }) => /^(?:\d+[.)]\s*)?Progress\b/i.test(plainText(heading.text)));
}

/** The date and the result of an entry are not part of its title. */
function titleOf(words: string): string {
  return words
    .replace(
      /^[([]?\d{4}-\d{2}-\d{2}(?:[T ,]+\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?[)\]]?\s*[:：—–-]*\s*/i,
      '',
    )
    .replace(/\s*\(\s*(?:completed?|done)\s*:.*$/is, '')
    .replace(/\.$/, '');
}
