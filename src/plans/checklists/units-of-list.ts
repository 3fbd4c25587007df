import { checksOf, innerSteps, numbered, skippedBoxes, wordsOfItem } from '../boxes/box-items.ts';
import type { BoxItem } from '../boxes/box-items.ts';
import { isGivenUpChapter } from '../boxes/not-work.ts';
import { wordsForAll } from '../documents/about-markdown.ts';
import type { DocumentDraft } from '../documents/by-document.ts';
import { unitDraft } from '../draft.ts';
import type { UnitDraft } from '../draft.ts';
import { dependencyWords } from '../markdown/dependency-words.ts';
import { plainText } from '../markdown/inline.ts';
import type { Section } from '../markdown/outline.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';
import { isOver, withoutTick } from '../markdown/struck.ts';
import { agentOf, filesOf, isDoneWord, proofOf, statusOf } from '../markdown/unit-words.ts';
import { inSequence } from '../order.ts';
import { holdLastTo, proofAtEnd } from '../proof/end-proof.ts';
import { isGivenUp } from '../tasks/given-up.ts';
import { kindOfUnit } from '../tasks/person-steps.ts';
import { taskOrder } from '../tasks/task-order.ts';
import { pathsOfText } from '../text/paths.ts';
import { rangeOfLines } from '../text/source-text.ts';
import { issueId } from './issue-id.ts';
import { stepOfHeading } from './step-headings.ts';
import { outerBoxes, workOf } from './work-of-list.ts';

/** @returns the units of a list of boxes or of steps */
export function unitsOfList(file: MarkdownFile): DocumentDraft {
  const boxes = outerBoxes(file);
  const { boxes: work, sections: steps } = workOf(file, boxes);
  const chosen =
    work.length > 0 || steps.length > 0 ? work : boxes.filter(({ section }) => !isGivenUpChapter(section));
  const units = [
    ...chosen.map((box, index) => unitOf(file, box, index + 1)),
    ...steps.map((section, index) => unitOfSection(file, section, index + 1)),
  ];
  const settled = new Set<UnitDraft>();
  const order = taskOrder(
    file,
    units.map(({ id }) => id),
  );
  for (const unit of units) {
    const stated = order?.needsOf(unit.id);
    if (stated) unit.needs.push(...stated.filter((need) => !unit.needs.includes(need)));
    if (stated) settled.add(unit);
  }
  inSequence(units.filter((unit) => unit.needs.length === 0 && !settled.has(unit)));
  // Steps without boxes are separate from their proof; boxes of such chapters are acceptance criteria.
  if (chosen.every(({ item }) => item.box === null)) holdLastTo(units, proofAtEnd(file, units));
  const taken = new Set(chosen);
  const isTaken = (box: BoxItem) =>
    taken.has(box) || steps.some(({ from, to }) => from <= box.item.from && box.item.to <= to);
  const left = boxes.filter((box) => !isTaken(box) && !isGivenUpChapter(box.section));
  const later = boxes.filter((box) => !isTaken(box) && isGivenUpChapter(box.section));
  const { path } = file.source;
  const problems = [
    ...skippedBoxes(left, 'which are criteria, not work', path),
    ...skippedBoxes(later, 'given up or put off until later', path),
  ];
  const from = chosen[0]?.item.from ?? steps[0]?.from;
  return { from, units, problems, context: wordsForAll(file, from) };
}

function unitOf(file: MarkdownFile, box: BoxItem, count: number): UnitDraft {
  const { item, words } = box;
  const all = wordsOfItem(item);
  const own = numbered(words) ?? issueId(words);
  const known = proofOf(item.children);
  const steps = innerSteps(item.children);
  return unitDraft(
    file.source,
    rangeOfLines(file.source, item.from, item.to),
    own?.id ?? String(count),
    own?.rest || words || `item ${count}`,
    {
      gate: [...known.gate, ...checksOf(item.children)],
      acceptance: known.acceptance,
      ...dependencyWords(all),
      files: pathsOfText(all),
      kind: kindOfUnit(own?.rest || words, steps),
      steps,
      agent: agentOf(item.children),
      done: box.done,
    },
  );
}

function unitOfSection(file: MarkdownFile, section: Section, count: number): UnitDraft {
  const words = withoutTick(plainText(section.heading.text));
  const match = stepOfHeading(words);
  const number = numbered(words.replace(/^§\s*/, ''));
  const steps = innerSteps(section.blocks);
  return unitDraft(
    file.source,
    rangeOfLines(file.source, section.from, section.to),
    match?.[1] ?? number?.id ?? String(count),
    match?.[2] || number?.rest || words,
    {
      ...proofOf(section.blocks),
      files: [...pathsOfText(section.heading.text), ...filesOf(section.blocks)],
      agent: agentOf(section.blocks),
      kind: kindOfUnit(match?.[2] || number?.rest || words, steps),
      steps,
      done:
        isOver(section.heading.text) ||
        isDoneWord(statusOf(section.blocks)) ||
        isGivenUp(statusOf(section.blocks)) ||
        (steps.length > 0 && steps.every(({ done }) => done)),
    },
  );
}
