import { unitDraft } from '../../draft.ts';
import type { UnitDraft } from '../../draft.ts';
import { plainText } from '../../markdown/inline.ts';
import { sectionsAround } from '../../markdown/outline.ts';
import type { Section } from '../../markdown/outline.ts';
import { phaseAbove, readPhaseHeading } from '../../markdown/phase-heading.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { dependencyWords } from '../../markdown/dependency-words.ts';
import { proofOf, valuesOf } from '../../markdown/unit-words.ts';
import { inStages, lastOf } from '../../order.ts';
import { folderOf, inFolder } from '../../path-parts.ts';
import { isCommandSpan } from '../../text/commands.ts';
import { gateOf } from '../../text/gate-of.ts';
import { pathsOfText } from '../../text/paths.ts';
import { rangeOfLines } from '../../text/source-text.ts';
import { byDocument } from '../../documents/by-document.ts';
import { boxItems, checksOf, skippedBoxes, stepOf, wordsOfItem } from '../../boxes/box-items.ts';
import type { BoxItem } from '../../boxes/box-items.ts';
import type { ReadDraft } from '../../plan-input.ts';
import { statedOrder } from './phase-dependencies.ts';
import type { StatedOrder } from './phase-dependencies.ts';
import { kindOfUnit } from '../../tasks/person-steps.ts';

/**
 * Spec Kit: `specs/NNN-x/tasks.md`. A unit is a phase, its `T001` boxes are steps. Stories run in parallel after the
 * foundational phases; every other phase waits for all earlier ones.
 */
export const readSpecKit: ReadDraft = byDocument((file, input) => {
  const boxes = boxItems(file);
  const phases = phasesOf(boxes);
  const units = phases.map((phase) => unitOf(file, phase));
  putInOrder(units, phases, statedOrder(file));
  const context = ['plan.md', 'spec.md', 'research.md', 'data-model.md', 'quickstart.md']
    .map((name) => inFolder(folderOf(file.source.path), name))
    .filter((path) => input.listing.has(path));
  const left = boxes.filter(({ depth, words }) => depth === 0 && !taskId.test(words));
  const problems = skippedBoxes(left, 'without an id like T001', file.source.path);
  return { from: phases[0]?.from, units, context, problems };
});

interface Phase {
  section: Section | null;
  boxes: BoxItem[];
  from: number;
  to: number;
}

export const taskId = /^\[?(T-?\d{1,5}[a-z]?)\b/i;

/** Groups boxes by phase: the nearest heading "Phase", else the highest one below the title. */
function phasesOf(boxes: readonly BoxItem[]): Phase[] {
  const phases: Phase[] = [];
  for (const box of boxes) {
    if (!taskId.test(box.words)) continue;
    const section = phaseOf(box.section);
    const last = phases.at(-1);
    if (last && last.section === section) {
      last.boxes.push(box);
      last.to = Math.max(last.to, box.item.to);
    } else
      phases.push({
        section,
        boxes: [box],
        from: section?.from ?? box.item.from,
        to: section?.to ?? box.item.to,
      });
  }
  return phases;
}

function phaseOf(section: Section | null): Section | null {
  const highest = sectionsAround(section).findLast(({ heading }) => heading.level > 1);
  return phaseAbove(section) ?? highest ?? null;
}

function unitOf(file: MarkdownFile, phase: Phase): UnitDraft {
  const words = plainText(phase.section?.heading.text ?? '');
  const heading = readPhaseHeading(phase.section?.heading.text ?? '');
  const number = heading?.number ?? null;
  const story = storyOf(phase);
  const code = /^[A-Z]{1,4}-?\d{1,4}(?=[\s:：.—–-]|$)/.exec(words)?.[0] ?? storyNamedBy(words);
  const blocks = phase.section?.blocks ?? [];
  const required = phase.boxes.filter((box) => !box.optional);
  const own = new Set(phase.boxes.map((box) => idOf(box).toLowerCase()));
  const said = phase.boxes.map((box) => dependencyWords(wordsOfItem(box.item)));
  const needs = [
    ...said.flatMap((words) => words.needs),
    ...valuesOf(blocks, /^depend(?:s on|encies)$/i).flatMap(stories),
  ];
  const proof = proofOf(blocks);
  const steps = phase.boxes.map((box) => stepOf(box.words, box.done));
  const expected = valuesOf(blocks, /^(?:independent test|checkpoint|acceptance(?: criteria)?)$/i);
  const commands = expected
    .flatMap((words) => /^`([^`]+)`\.?$/.exec(words)?.[1] ?? [])
    .filter(isCommandSpan)
    .flatMap((command) => gateOf(command) ?? []);
  return unitDraft(
    file.source,
    rangeOfLines(file.source, phase.from, phase.to),
    number ? `phase-${number}` : (code ?? idOf(phase.boxes[0])),
    heading?.title || words || 'Tasks',
    {
      names: [...(story ? [story] : []), ...(number ? [`Phase ${number}`] : []), ...own],
      needs: [...new Set(needs)].filter((need) => !own.has(need.toLowerCase()) && need !== story),
      mentions: said.flatMap((words) => words.mentions).filter((name) => !own.has(name.toLowerCase())),
      files: phase.boxes.flatMap((box) => pathsOfText(wordsOfItem(box.item))),
      kind: kindOfUnit('', steps),
      steps,
      gate: [...commands, ...proof.gate, ...phase.boxes.flatMap((box) => checksOf(box.item.children))],
      acceptance: [...expected.map(plainText), ...proof.acceptance],
      done: (required.length > 0 ? required : phase.boxes).every((box) => box.done),
    },
  );
}

function idOf(box: BoxItem | undefined): string {
  return taskId.exec(box?.words ?? '')?.[1] ?? '';
}

/** `US1`, by the heading or by the tags of all its tasks. */
function storyOf(phase: Phase): string | undefined {
  const words = plainText(phase.section?.heading.text ?? '');
  const named = storyNamedBy(words);
  if (named) return named;
  // Whatever its tags: other phases need it, or it needs all others.
  if (forAll.test(words)) return undefined;
  const tags = new Set(phase.boxes.map((box) => /\[(US\d+)\]/i.exec(box.words)?.[1]?.toUpperCase()));
  return tags.size === 1 ? [...tags][0] : undefined;
}

const forAll =
  /\b(?:setup|foundation\w*|infrastructure|prerequisites?|polish|cross-cutting)\b|セットアップ|基盤|基础|基礎|準備|准备|仕上げ|기반|준비|마무리/iu;

function storyNamedBy(words: string): string | undefined {
  const number = /\b(?:User Story|US|Story)\s*-?(\d+)\b/i.exec(words)?.[1];
  return number === undefined ? undefined : `US${number}`;
}

function stories(text: string): string[] {
  return [...text.matchAll(/\bUS(\d+)\b|\bUser Story (\d+)\b|\b(T\d{3,})\b/gi)].map(
    ([, a, b, task]) => task ?? `US${a ?? b}`,
  );
}

/** A phase with stated dependencies waits for those; its tasks may add other phases. */
function putInOrder(units: readonly UnitDraft[], phases: readonly Phase[], order: StatedOrder): void {
  let base: UnitDraft[] = [];
  let since: UnitDraft[] = [];
  for (const [index, unit] of units.entries()) {
    const phase = phases[index];
    const story = phase && storyOf(phase);
    const stated =
      (story === undefined ? undefined : order.stories.get(story)) ??
      order.phases.get(unit.id.replace('phase-', ''));
    const earlier = units.slice(0, index);
    if (story !== undefined) {
      // A story that names another one, or none, still needs the foundational phases; it may name a later
      // one.
      const others = stated ? called(units, stated).filter((other) => other !== unit) : [];
      const named = stated?.some((name) => !name.startsWith('Phase ')) ?? false;
      inStages(stated && stated.length > 0 ? (named ? [...new Set([...base, ...others])] : others) : base, [
        unit,
      ]);
      since.push(unit);
    } else {
      const before = since.length > 0 ? lastOf(since) : base;
      inStages(stated ? called(earlier, stated) : before, [unit]);
      // The next phases wait for all phases so far.
      base = stated ? lastOf([...before, unit]) : [unit];
      since = [];
    }
    const tasks = phase?.boxes.flatMap((box) => order.tasks.get(idOf(box).toLowerCase()) ?? []) ?? [];
    inStages(called(earlier, tasks), [unit]);
  }
}

function called(units: readonly UnitDraft[], wanted: readonly string[]): UnitDraft[] {
  const small = new Set(wanted.map((name) => name.toLowerCase()));
  return units.filter(({ names }) => names.some((name) => small.has(name.toLowerCase())));
}
