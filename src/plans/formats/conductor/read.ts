import { unitDraft } from '../../draft.ts';
import type { UnitDraft } from '../../draft.ts';
import { plainText } from '../../markdown/inline.ts';
import { sectionsAround } from '../../markdown/outline.ts';
import { phaseAbove, readPhaseHeading } from '../../markdown/phase-heading.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { proofOf } from '../../markdown/unit-words.ts';
import { inSequence } from '../../order.ts';
import { baseName, folderOf, inFolder } from '../../path-parts.ts';
import { pathsOfText } from '../../text/paths.ts';
import { rangeOfLines } from '../../text/source-text.ts';
import { aboutMarkdown } from '../../documents/about-markdown.ts';
import {
  boxItems,
  checksOf,
  criteriaHeading,
  innerSteps,
  skippedBoxes,
  wordsOfItem,
} from '../../boxes/box-items.ts';
import type { BoxItem } from '../../boxes/box-items.ts';
import { byDocument } from '../../documents/by-document.ts';
import type { PlanInput, ReadDraft } from '../../plan-input.ts';
import { kindOfUnit } from '../../tasks/person-steps.ts';

/**
 * Conductor: `conductor/tracks/<id>/plan.md`. A unit is a box `Task: …` of a phase, in order; a person verifies each phase
 * at its end.
 */
export const readConductor: ReadDraft = byDocument((file, input) => {
  const outer = boxItems(file).filter(({ depth }) => depth === 0);
  const isCheck = ({ section }: BoxItem) =>
    sectionsAround(section).some(({ heading }) => criteriaHeading.test(plainText(heading.text)));
  const boxes = outer.filter((box) => !isCheck(box));
  const counts = new Map<string, number>();
  const units = boxes.map((box, index) => {
    const phase = readPhaseHeading(phaseAbove(box.section)?.heading.text ?? '')?.number ?? null;
    const count = (counts.get(phase ?? '') ?? 0) + 1;
    counts.set(phase ?? '', count);
    return unitOf(file, box, phase === null ? String(index + 1) : `${phase}.${count}`);
  });
  inSequence(units);
  const [first] = boxes;
  return {
    from: first?.section?.from ?? first?.item.from,
    units,
    title: aboutMarkdown(file, first?.item.from).title,
    context: beside(input, file.source.path),
    problems: skippedBoxes(outer.filter(isCheck), 'which are criteria, not work', file.source.path),
  };
});

/** @returns whether boxes are named `Task: …`, and a person verifies phases, as in Conductor */
export function isConductor(file: MarkdownFile): boolean {
  const words = boxItems(file).map((box) => box.words);
  return words.some((text) => byPerson.test(text)) && words.some((text) => /^Task\b/i.test(text));
}

const byPerson =
  /^(?:Task\s*[\d.]*\s*[:：]\s*)?(?:Conductor\s*[—–-]\s*)?['"]?(?:(?:User )?Manual(?:ly)? Verif\w*|User (?:Acceptance|Verification)|Verif\w+ manually|Verif\w+ (?:with|by) (?:the )?user|Ask the user to verify)\b/i;
/** The commit of the work, after the title: `4d5e6f7`, [4d5e6f7], (4d5e6f7). */
const commit = /\s+[[(`]*(?:commit:?\s+)?(?=[a-f]*\d)[0-9a-f]{7,40}[\])`]*\s*$/i;

function unitOf(file: MarkdownFile, box: BoxItem, id: string): UnitDraft {
  const words = wordsOfItem(box.item);
  const proof = proofOf(box.item.children);
  const steps = innerSteps(box.item.children);
  const title = box.words.replace(commit, '').replace(/^Task\s*[\d.]*\s*[:：]\s*/i, '');
  return unitDraft(file.source, rangeOfLines(file.source, box.item.from, box.item.to), id, title, {
    kind: byPerson.test(box.words) ? 'verify' : kindOfUnit(title, steps),
    files: pathsOfText(words),
    steps,
    gate: [...proof.gate, ...checksOf(box.item.children)],
    acceptance: proof.acceptance,
    done: box.done,
  });
}

/** Returns the documents that the track and the project require for every task. */
function beside(input: PlanInput, path: string): string[] {
  const track = folderOf(path);
  const project = baseName(folderOf(track)) === 'tracks' ? folderOf(folderOf(track)) : null;
  return [
    inFolder(track, 'spec.md'),
    ...(project === null
      ? []
      : ['product.md', 'tech-stack.md', 'workflow.md'].map((name) => inFolder(project, name))),
  ].filter((name) => input.listing.has(name));
}
