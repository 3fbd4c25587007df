import type { PlanStep } from '../../../contract/plan.ts';
import { unitDraft } from '../../draft.ts';
import { plainText } from '../../markdown/inline.ts';
import { itemText } from '../../markdown/outline.ts';
import { readPhaseHeading } from '../../markdown/phase-heading.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { isOver } from '../../markdown/struck.ts';
import { filesOf, isDoneWord, proofOf, statusOf } from '../../markdown/unit-words.ts';
import { inSequence } from '../../order.ts';
import { rangeOfLines } from '../../text/source-text.ts';
import { stepOf, stepWords } from '../../boxes/box-items.ts';
import { byDocument } from '../../documents/by-document.ts';
import { isGivenUp } from '../../tasks/given-up.ts';
import type { ReadDraft } from '../../plan-input.ts';
import { provenBy, verificationParts } from '../../proof/verification-parts.ts';
import { dependenciesOf } from '../../tasks/stated-dependencies.ts';
import { phasesOf } from '../../markdown/phase-sections.ts';

/**
 * Plans that follow research (`thoughts/shared/plans/x.md`): a unit is a phase, in order. "Automated Verification"
 * proves it, "Manual Verification" is for a person.
 */
export const readVerifiedPhases: ReadDraft = byDocument((file) => {
  const found = phasesOf(file);
  const free = new Set<unknown>();
  const units = found.map((section, index) => {
    const heading = readPhaseHeading(section.heading.text);
    const parts = verificationParts(section.blocks);
    const automated = parts.automated.items.map((item) => itemText(item));
    const manual = parts.manual.items.map((item): PlanStep => {
      return { title: stepWords(plainText(itemText(item))), kind: 'verify', done: item.box?.done ?? false };
    });
    const steps = parts.work.flatMap((item): PlanStep[] =>
      item.box ? [stepOf(plainText(itemText(item)), item.box.done)] : [],
    );
    const boxes = [...parts.automated.items, ...parts.manual.items].flatMap(({ box }) => box ?? []);
    const status = statusOf(section.blocks);
    const needs = dependenciesOf(section.intro);
    const proof = proofOf(parts.other);
    const unit = unitDraft(
      file.source,
      rangeOfLines(file.source, section.from, section.to),
      heading?.number ?? String(index + 1),
      (heading?.title ?? plainText(section.heading.text)).replaceAll(/\s*[✅✔☑]\uFE0F?\s*/gu, ''),
      {
        names: [`Phase ${heading?.number ?? index + 1}`],
        needs: needs ?? [],
        files: filesOf(section.blocks),
        steps: [...steps, ...manual],
        gate: [...proof.gate, ...automated.flatMap(provenBy), ...parts.automated.commands],
        acceptance: [...automated.map((text) => plainText(text)), ...proof.acceptance],
        done:
          isOver(section.heading.text) ||
          isDoneWord(status) ||
          isGivenUp(status) ||
          (boxes.length > 0 && boxes.every((box) => box.done)),
      },
    );
    if (needs) free.add(unit);
    return unit;
  });
  inSequence(units.filter((unit) => !free.has(unit)));
  return { from: found[0]?.from, units, problems: [], context: [file.source.path] };
});

/** @returns whether phases separate automated from manual verification */
export function hasVerifiedPhases(file: MarkdownFile): boolean {
  return phasesOf(file).some(
    ({ blocks }) =>
      verificationParts(blocks).automated.items.length + verificationParts(blocks).automated.commands.length >
      0,
  );
}
