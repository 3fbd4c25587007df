import type { PlanProblem } from '../../contract/plan.ts';
import { planProblem, unitDraft } from '../draft.ts';
import type { UnitDraft } from '../draft.ts';
import type { List } from '../markdown/block.ts';
import { codeSpans, joinSpans, plainText } from '../markdown/inline.ts';
import { allItems, itemText } from '../markdown/outline.ts';
import type { Section } from '../markdown/outline.ts';
import { phaseAbove, readPhaseHeading } from '../markdown/phase-heading.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';
import { dependencyWords } from '../markdown/dependency-words.ts';
import { textOfBlocks } from '../markdown/unit-words.ts';
import { inSequence, inStages, lastOf } from '../order.ts';
import { baseName } from '../path-parts.ts';
import { checksIn, wordsAbout } from '../text/checks-in-line.ts';
import { isCommandSpan } from '../text/commands.ts';
import { expectsSuccess } from '../text/expectation.ts';
import { gateOf } from '../text/gate-of.ts';
import { listOf, recordOf, textOf } from '../text/fields.ts';
import { readJson } from '../text/json-text.ts';
import { pathsOfText } from '../text/paths.ts';
import { rangeOfLines, wholeText } from '../text/source-text.ts';
import { byDocument } from './by-document.ts';
import { boxItems, innerSteps, numbered, skippedBoxes, stepOf, wordsOfItem } from './boxes.ts';
import type { BoxItem } from './boxes.ts';
import type { Importer, PlanInput } from './importer.ts';
import { statements } from './task-file.ts';
import { taskHeadings, unitOfHeading } from './task-headings.ts';
import { idsIn } from './task-ids.ts';
import { kindOfUnit } from './person-steps.ts';

/**
 * Phase checklist: boxes `N.M` under `## Phase N`. Phases follow each other; tasks of a phase may go side by side, unless a
 * note says `[SEQUENTIAL]` or they name what they depend on. `VERIFY` is for a person, between the phases. What is done
 * stands in `docs/plan-outputs/<plan>/status.json` where that exists. Some write tasks as headings `N.M`.
 */
export const phases: Importer = byDocument('phases', (file, input) => {
  const found = phasesOf(file);
  const problems: PlanProblem[] = [];
  const units = readUnits(file, found, statusesFor(input, file.source.path), problems);
  const isRead = within(units);
  const left = boxItems(file).filter(
    (box) => box.depth === 0 && !isTask(box) && !isRead(file.source.lines[box.item.from]?.start ?? 0),
  );
  problems.push(...skippedBoxes(left, 'without a number like 1.1', file.source.path));
  // A task is one line; what its phase is for stands around it.
  return { from: found[0]?.section?.from, units, problems, context: [file.source.path] };
});

/** @returns where the state of a phase checklist stands */
export function statusPath(path: string): string {
  return `docs/plan-outputs/${baseName(path).replace(/\.md$/i, '')}/status.json`;
}

/** @returns whether a byte stands in one of the units */
function within(units: readonly UnitDraft[]): (byte: number) => boolean {
  return (byte) => units.some(({ range }) => range.start <= byte && byte < range.end);
}

interface Phase {
  section: Section | null;
  boxes: BoxItem[];
  headings: Section[];
}

const taskWords = /^\d+\.[A-Z]?\d+/;
const verify = /^(?:\*\*)?\s*VERIFY(?:\s+(?:Phase\s+)?([\w.]+))?\s*(?:\([^)]*\)\s*)?[:：]/i;

function phasesOf(file: MarkdownFile): Phase[] {
  const found: Phase[] = [];
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
    // Where a phase has nothing else, its tasks stand behind the word.
    if (work.some(({ words }) => taskWords.test(words))) phase.boxes = work;
  }
  if (found.some(({ boxes }) => boxes.some(({ words }) => taskWords.test(words)))) return found;
  const phased: Phase[] = [];
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

/** @returns lists right behind `**VERIFY Phase 1:**`: what they say is to be looked at, numbered or not */
function checkLists(file: MarkdownFile): Set<List> {
  const lists = new Set<List>();
  for (const [index, block] of file.blocks.entries()) {
    const next = file.blocks[index + 1];
    if (block.kind === 'paragraph' && next?.kind === 'list' && verify.test(plainText(block.text)))
      lists.add(next);
  }
  return lists;
}

function isTask({ words }: BoxItem): boolean {
  return taskWords.test(words) || verify.test(words);
}

function readUnits(
  file: MarkdownFile,
  found: readonly Phase[],
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
    // Phases follow each other: who names an earlier one says nothing new.
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

function verifyUnit(
  file: MarkdownFile,
  box: BoxItem,
  number: string,
  statuses: ReadonlyMap<string, string>,
): UnitDraft {
  const words = wordsOfItem(box.item);
  return unitDraft(
    file.source,
    rangeOfLines(file.source, box.item.from, box.item.to),
    `VERIFY-${number}`,
    box.words,
    {
      kind: 'verify',
      names: [`VERIFY ${number}`],
      gate: proving(words),
      acceptance: [box.words.replace(verify, '').trim()].filter(Boolean),
      done: isOver(statuses.get(`VERIFY-${number}`)) || box.done,
    },
  );
}

/** Commands that are to succeed; others are only for a person to look at. */
function proving(text: string): string[] {
  return joinSpans(text)
    .split('\n')
    .flatMap((line) => {
      const spans = codeSpans(line);
      const succeeds = expectsSuccess(line.replaceAll(/`[^`]*`/g, ''));
      if (!succeeds) return checksIn(line, spans);
      return spans.filter(isCommandSpan).flatMap((span) => gateOf(span, wordsAbout(line, span)) ?? []);
    });
}

function isOver(status: string | undefined): boolean {
  return /^(?:completed?|done|skipped)$/i.test(status ?? '');
}

/** `**VERIFY Phase 1:** …` as a paragraph, with the list behind it. */
function paragraphChecks(
  file: MarkdownFile,
  phase: Phase,
  index: number,
  statuses: ReadonlyMap<string, string>,
): UnitDraft[] {
  const blocks = phase.section?.blocks ?? [];
  return blocks.flatMap((block, at) => {
    if (block.kind !== 'paragraph') return [];
    const words = plainText(block.text);
    const match = verify.exec(words);
    if (!match) return [];
    const next = blocks[at + 1];
    const holdsTasks = phase.boxes.some((box) => box.list === next && taskWords.test(box.words));
    const list = next?.kind === 'list' && !holdsTasks ? [next] : [];
    const id = `VERIFY-${match[1] ?? String(index + 1)}`;
    const boxes = allItems(list).flatMap(({ item }) => item.box ?? []);
    const names = allItems(list).flatMap(({ item }) => numbered(plainText(itemText(item)))?.id ?? []);
    const states = names.map((name) => statuses.get(name));
    return unitDraft(
      file.source,
      rangeOfLines(file.source, block.from, list[0]?.to ?? block.to),
      id,
      words.replace(/\s*[:：]$/, ''),
      {
        kind: 'verify',
        names,
        gate: proving(textOfBlocks([block, ...list])),
        acceptance: [words.replace(verify, '').trim(), ...statements(list)].filter(Boolean),
        done:
          isOver(statuses.get(id)) ||
          (states.length > 0 && states.every(isOver)) ||
          (boxes.length > 0 && boxes.every(({ done }) => done)),
      },
    );
  });
}

/** @returns lists of ids that follow each other: of the whole phase by its heading, of some by an execution note */
function sequences(section: Section | null, work: readonly UnitDraft[], problems: PlanProblem[]): string[][] {
  if (!section) return [];
  const every = work.map((unit) => unit.id);
  if (/\[SEQUENTIAL\]/i.test(section.heading.text)) return [every];
  const lines = textOfBlocks(
    section.blocks.filter((block) => block.kind === 'paragraph' || block.kind === 'quote'),
  )
    .split('\n')
    .filter((line) => /\[SEQUENTIAL\]/i.test(line));
  const own = work
    .filter((unit) => /\[SEQUENTIAL\]/i.test(unit.prompt.split('\n')[0] ?? ''))
    .map((unit) => unit.id);
  const noted = lines.map((line) => {
    const ids = idsIn(plainText(line)).filter((id) => every.includes(id));
    if (ids.length > 0) return ids;
    if (/\ball\b|\bphase\b/i.test(line)) return every;
    problems.push(
      planProblem(
        'note',
        'sequence_without_tasks',
        `this note names no task of its phase; all of them follow each other: ${plainText(line)}`,
      ),
    );
    return every;
  });
  return own.length > 1 ? [...noted, own] : noted;
}

function chain(work: readonly UnitDraft[], lists: readonly string[][]): void {
  for (const list of lists) {
    const wanted = new Set(list);
    inSequence(work.filter((unit) => wanted.has(unit.id)));
  }
}

/** @returns the unit that an entry of the status file means: its id, or that of the check that it describes */
export function statusKey(task: unknown): string {
  const fields = recordOf(task);
  const check = verify.exec(plainText(textOf(fields['description'])));
  return check?.[1] === undefined ? textOf(fields['id']) : `VERIFY-${check[1]}`;
}

/** Both shapes that are in use: a list of tasks, and tasks by id. */
function statusesFor(input: PlanInput, path: string): Map<string, string> {
  const name = statusPath(path);
  const source = input.sources.find((entry) => entry.path === name || entry.path.endsWith(`/${name}`));
  const read = source && readJson(wholeText(source));
  const tasks = recordOf(read?.ok ? read.value : null)['tasks'];
  const entries = Array.isArray(tasks)
    ? listOf(tasks).map((task) => [statusKey(task), recordOf(task)['status']] as const)
    : Object.entries(recordOf(tasks)).map(([id, task]) => [id, recordOf(task)['status'] ?? task] as const);
  return new Map(entries.map(([id, status]) => [id, textOf(status)]));
}
