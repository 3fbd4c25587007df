import type { PlanProblem } from '../../../contract/plan.ts';
import { boxItems, innerSteps, numbered, skippedBoxes, stepOf, wordsOfItem } from '../../boxes/box-items.ts';
import type { BoxItem } from '../../boxes/box-items.ts';
import { byDocument } from '../../documents/by-document.ts';
import { unitDraft } from '../../draft.ts';
import type { UnitDraft } from '../../draft.ts';
import { dependencyWords } from '../../markdown/dependency-words.ts';
import { plainText } from '../../markdown/inline.ts';
import type { Section } from '../../markdown/outline.ts';
import { readPhaseHeading } from '../../markdown/phase-heading.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { inSequence, inStages, lastOf } from '../../order.ts';
import type { ReadDraft } from '../../plan-input.ts';
import { kindOfUnit } from '../../tasks/person-steps.ts';
import { pathsOfText } from '../../text/paths.ts';
import { rangeOfLines } from '../../text/source-text.ts';
import { paragraphChecks, verifyUnit } from './checks.ts';
import { isTask, phasesOf, verify } from './phases-of.ts';
import type { PlanPhase } from './phases-of.ts';
import { sequences } from './sequences.ts';
import { isOver, statusesFor } from './status-file.ts';
import { unitOfHeading } from './task-headings.ts';

/**
 * Phase checklist: boxes `N.M` under `## Phase N`. Phases are in order; tasks of a phase run in parallel, unless a
 * note says `[SEQUENTIAL]` or they state dependencies. `VERIFY` is for a person, between the phases.
 * `docs/plan-outputs/<plan>/status.json` records completed tasks, if it exists. Some plans have tasks as headings
 * `N.M`.
 */
export const readPhases: ReadDraft = byDocument((file, input) => {
  const found = phasesOf(file);
  const problems: PlanProblem[] = [];
  const units = readUnits(file, found, statusesFor(input, file.source.path), problems);
  const isRead = within(units);
  const left = boxItems(file).filter(
    (box) => box.depth === 0 && !isTask(box) && !isRead(file.source.lines[box.item.from]?.start ?? 0),
  );
  problems.push(...skippedBoxes(left, 'without a number like 1.1', file.source.path));
  // A task is one line; the purpose of its phase is around it.
  return { from: found[0]?.section?.from, units, problems, context: [file.source.path] };
});

/** @returns whether a byte is in one of the units */
function within(units: readonly UnitDraft[]): (byte: number) => boolean {
  return (byte) => units.some(({ range }) => range.start <= byte && byte < range.end);
}

function readUnits(
  file: MarkdownFile,
  found: readonly PlanPhase[],
  statuses: ReadonlyMap<string, string>,
  problems: PlanProblem[],
): UnitDraft[] {
  const all: UnitDraft[] = [];
  let before: UnitDraft[] = [];
  const earlier = new Set<string>();
  for (const [index, phase] of found.entries()) {
    const work: UnitDraft[] = [];
    const checks: UnitDraft[] = [];
    const byId = new Map<string, UnitDraft>();
    for (const box of phase.boxes) {
      const check = verify.exec(box.words);
      const number = numbered(box.words);
      const parent = number && byId.get(number.id.split('.').slice(0, 2).join('.'));
      if (!check && parent && number.id.split('.').length > 2) {
        parent.steps.push(stepOf(box.words, box.done));
        continue;
      }
      const unit = check
        ? verifyUnit(file, box, check[1] ?? String(index + 1), statuses)
        : taskUnit(file, box, statuses);
      (check ? checks : work).push(unit);
      if (!check) byId.set(unit.id, unit);
    }
    for (const heading of phase.headings) {
      const unit = unitOfHeading(file, heading);
      const status = statuses.get(unit.id);
      work.push(status === undefined ? unit : { ...unit, done: isOver(status) });
    }
    checks.push(...paragraphChecks(file, phase, index, statuses));
    inStages(before, work);
    // Phases are in order, so a dependency on an earlier one adds nothing.
    for (const unit of work) unit.needs = unit.needs.filter((need) => !earlier.has(need.toUpperCase()));
    earlier.add(`P${phaseNumber(phase.section) ?? index + 1}`);
    chain(work, sequences(phase.section, work, problems));
    const ends = work.length > 0 ? lastOf(work) : before;
    inStages(ends, checks);
    const blocking = checks.filter((check) => !/non-blocking/i.test(check.title + check.prompt));
    before = blocking.length > 0 ? blocking : ends;
    all.push(...work, ...checks);
  }
  return all;
}

/** `1` of `Phase 1: Model` and of `P1: Model`. */
function phaseNumber(section: Section | null): string | undefined {
  const heading = section?.heading.text ?? '';
  return readPhaseHeading(heading)?.number ?? /^P(\d+)\b/.exec(plainText(heading))?.[1];
}

function taskUnit(file: MarkdownFile, box: BoxItem, statuses: ReadonlyMap<string, string>): UnitDraft {
  const number = numbered(box.words);
  const id = number?.id ?? box.words;
  const words = wordsOfItem(box.item);
  const status = statuses.get(id);
  const title = (number?.rest ?? box.words).replaceAll(
    /\s*\((?:depends?(?: on)?\s*:?[^)]*|CRITICAL|HIGH|MEDIUM|LOW)\)|\s*\[(?:SEQUENTIAL|PARALLEL)\]/gi,
    '',
  );
  const steps = innerSteps(box.item.children);
  return unitDraft(file.source, rangeOfLines(file.source, box.item.from, box.item.to), id, title, {
    ...dependencyWords(words),
    files: pathsOfText(words),
    kind: kindOfUnit(title, steps),
    steps,
    done: status === undefined ? box.done : isOver(status),
  });
}

function chain(work: readonly UnitDraft[], lists: readonly string[][]): void {
  for (const list of lists) {
    const wanted = new Set(list);
    inSequence(work.filter((unit) => wanted.has(unit.id)));
  }
}
