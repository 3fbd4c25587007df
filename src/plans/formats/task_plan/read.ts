import { unitDraft } from '../../draft.ts';
import { plainText } from '../../markdown/inline.ts';
import type { Section } from '../../markdown/outline.ts';
import { readPhaseHeading } from '../../markdown/phase-heading.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { isOver, withoutTick } from '../../markdown/struck.ts';
import { filesOf, isDoneWord, proofOf, statusOf, textOfBlocks } from '../../markdown/unit-words.ts';
import { inSequence } from '../../order.ts';
import { folderOf, inFolder } from '../../path-parts.ts';
import { pathsOfText } from '../../text/paths.ts';
import { rangeOfLines } from '../../text/source-text.ts';
import { checksOf, innerSteps } from '../../boxes/box-items.ts';
import { byDocument } from '../../documents/by-document.ts';
import { isGivenUp } from '../../tasks/given-up.ts';
import type { ReadDraft } from '../../plan-input.ts';
import { kindOfUnit } from '../../tasks/person-steps.ts';
import { dependenciesOf } from '../../tasks/stated-dependencies.ts';
import { phasesOf } from '../../markdown/phase-sections.ts';
import { unitsOfList } from '../../checklists/units-of-list.ts';

/**
 * planning-with-files: `task_plan.md`. A unit is a phase, in order, with its boxes as steps and a line `**Status:**`.
 * Older plans have a box for each phase. Findings are in a file beside it.
 */
export const readTaskPlan: ReadDraft = byDocument((file, input) => {
  const beside = ['findings.md', 'notes.md', 'progress.md']
    .map((name) => inFolder(folderOf(file.source.path), name))
    .filter((path) => input.listing.has(path));
  const context = [file.source.path, ...beside];
  const found = phasesOf(file);
  if (found.length === 0) {
    const draft = unitsOfList(file);
    for (const unit of draft.units) unit.title = readPhaseHeading(unit.title)?.title || unit.title;
    return { ...draft, context };
  }
  const free = new Set<unknown>();
  const units = found.map((section, index) => {
    const unit = unitOf(file, section, index + 1);
    if (dependenciesOf(section.blocks)) free.add(unit);
    return unit;
  });
  inSequence(units.filter((unit) => !free.has(unit)));
  return { from: found[0]?.from, units, problems: [], context };
});

function unitOf(file: MarkdownFile, section: Section, count: number) {
  const { blocks, heading } = section;
  const phase = readPhaseHeading(heading.text);
  const id = phase?.number ?? String(count);
  const title = withoutTick(phase?.title ?? plainText(heading.text)).replace(/\s*\[[^\]]*\]$/, '');
  const steps = innerSteps(blocks);
  const status = statusOf(blocks);
  const proof = proofOf(blocks);
  return unitDraft(file.source, rangeOfLines(file.source, section.from, section.to), id, title, {
    kind: kindOfUnit(title, steps),
    names: [`Phase ${id}`],
    needs: dependenciesOf(blocks) ?? [],
    files: [...filesOf(blocks), ...pathsOfText(textOfBlocks(blocks))],
    steps,
    gate: [...proof.gate, ...checksOf(blocks)],
    acceptance: proof.acceptance,
    done:
      isOver(heading.text) ||
      isDoneWord(status) ||
      isGivenUp(status) ||
      (steps.length > 0 && steps.every(({ done }) => done)),
  });
}
