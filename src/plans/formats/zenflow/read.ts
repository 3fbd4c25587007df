import { unitDraft } from '../../draft.ts';
import { plainText } from '../../markdown/inline.ts';
import type { Section } from '../../markdown/outline.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { isOver } from '../../markdown/struck.ts';
import { filesOf, proofOf } from '../../markdown/unit-words.ts';
import { inSequence } from '../../order.ts';
import { folderOf, inFolder } from '../../path-parts.ts';
import { rangeOfLines } from '../../text/source-text.ts';
import { boxItems, checksOf, innerSteps, skippedBoxes } from '../../boxes/box-items.ts';
import { byDocument } from '../../documents/by-document.ts';
import type { ReadDraft } from '../../plan-input.ts';
import { kindOfUnit } from '../../tasks/person-steps.ts';
import { dependenciesOf } from '../../tasks/stated-dependencies.ts';

/**
 * Zenflow: `.zenflow/tasks/<id>/plan.md`, and other plans with boxes in headings, `### [ ] Step: …`. A unit is such a
 * heading with the text below it, in order.
 */
export const readZenflow: ReadDraft = byDocument((file, input) => {
  const found = boxHeadings(file);
  const free = new Set<unknown>();
  const units = found.map(({ section, done, title }, index) => {
    const { blocks } = section;
    const steps = innerSteps(blocks);
    const needs = dependenciesOf(blocks);
    const proof = proofOf(blocks);
    const unit = unitDraft(
      file.source,
      rangeOfLines(file.source, section.from, section.to),
      String(index + 1),
      title,
      {
        kind: kindOfUnit(title, steps),
        needs: needs ?? [],
        files: filesOf(blocks),
        steps: done ? steps.map((step) => ({ ...step, done })) : steps,
        gate: [...proof.gate, ...checksOf(blocks)],
        acceptance: proof.acceptance,
        done: done || isOver(section.heading.text) || (steps.length > 0 && steps.every((step) => step.done)),
      },
    );
    if (needs) free.add(unit);
    return unit;
  });
  inSequence(units.filter((unit) => !free.has(unit)));
  const inside = (line: number) => found.some(({ section }) => section.from <= line && line < section.to);
  const left = boxItems(file).filter(({ depth, item }) => depth === 0 && !inside(item.from));
  const folder = folderOf(file.source.path);
  return {
    from: found[0]?.section.from,
    units,
    problems: skippedBoxes(left, 'outside of the steps', file.source.path),
    context: ['spec.md', 'requirements.md', 'report.md']
      .map((name) => inFolder(folder, name))
      .filter((path) => input.listing.has(path)),
  };
});

/** The box of a heading, and the word that often follows it. */
const boxHeading = /^\[([ xX✓✔☑✅~>!/-])\]\s*(?:(?:Step|Phase|Task)\s*[\d.]*\s*[:：—–-]\s*)?(\S.*)$/u;

/** @returns headings with a box; of nested ones the innermost */
export function boxHeadings(file: MarkdownFile): { section: Section; done: boolean; title: string }[] {
  const found = file.sections.flatMap((section) => {
    const [, mark, title = ''] = boxHeading.exec(plainText(section.heading.text)) ?? [];
    return mark === undefined ? [] : [{ section, done: /[xX✓✔☑✅]/u.test(mark), title }];
  });
  const holders = new Set(found.map(({ section }) => section.parent));
  return found.filter(({ section }) => !holders.has(section));
}
