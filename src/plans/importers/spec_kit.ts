import { unitDraft } from '../draft.ts';
import type { Draft, UnitDraft } from '../draft.ts';
import { plainText } from '../markdown/inline.ts';
import type { Section } from '../markdown/outline.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';
import { dependencyWords, proofOf, valuesOf } from '../markdown/unit-words.ts';
import { inStages, lastOf } from '../order.ts';
import { folderOf, inFolder } from '../path-parts.ts';
import { pathsOfText } from '../text/paths.ts';
import { rangeOfLines } from '../text/source-text.ts';
import { aboutMarkdown, readingProblems } from './about-markdown.ts';
import { boxItems, checksOf, stepWords, wordsOfItem } from './boxes.ts';
import type { BoxItem } from './boxes.ts';
import type { Importer } from './importer.ts';

/**
 * Spec Kit: `specs/NNN-x/tasks.md`. A unit is a phase, its `T001` boxes are steps. Stories may go side by side behind what
 * is foundational; every other phase waits for all before it.
 */
export const specKit: Importer = {
  format: 'spec_kit',
  read(input) {
    const draft: Draft = { title: '', goal: null, context: [], units: [], problems: [] };
    for (const source of input.sources) {
      const file = input.markdown(source);
      const phases = phasesOf(file);
      if (phases.length === 0) continue;
      const about = aboutMarkdown(file, phases[0]?.from);
      draft.title ||= about.title;
      draft.goal ??= about.goal;
      draft.problems.push(...readingProblems(file));
      const units = phases.map((phase) => unitOf(file, phase));
      putInOrder(units, phases);
      draft.units.push(...units);
      for (const name of ['plan.md', 'spec.md', 'research.md', 'data-model.md', 'quickstart.md']) {
        const path = inFolder(folderOf(source.path), name);
        if (input.listing.has(path)) draft.context.push(path);
      }
    }
    return draft;
  },
};

interface Phase {
  section: Section | null;
  boxes: BoxItem[];
  from: number;
  to: number;
}

const taskId = /^(T\d{1,5}[a-z]?)\b/i;

/** Boxes by the phase that they stand in: the nearest heading "Phase", else the highest below the title. */
function phasesOf(file: MarkdownFile): Phase[] {
  const phases: Phase[] = [];
  for (const box of boxItems(file)) {
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
  let highest: Section | null = null;
  for (let above = section; above; above = above.parent) {
    if (/^(?:\W*\s)?Phase\b/i.test(plainText(above.heading.text))) return above;
    if (above.heading.level > 1) highest = above;
  }
  return highest;
}

function unitOf(file: MarkdownFile, phase: Phase): UnitDraft {
  const words = plainText(phase.section?.heading.text ?? '');
  const number = /Phase\s+([\w.]+)/i.exec(words)?.[1];
  const story = storyOf(phase);
  const blocks = phase.section?.blocks ?? [];
  const required = phase.boxes.filter((box) => !box.optional);
  const own = new Set(phase.boxes.map((box) => idOf(box).toLowerCase()));
  const needs = [
    ...phase.boxes.flatMap((box) => dependencyWords(wordsOfItem(box.item))),
    ...valuesOf(blocks, /^depend(?:s on|encies)$/i).flatMap(stories),
  ];
  const proof = proofOf(blocks);
  const expected = valuesOf(blocks, /^(?:independent test|checkpoint|acceptance(?: criteria)?)$/i).map(
    plainText,
  );
  return unitDraft(
    file.source,
    rangeOfLines(file.source, phase.from, phase.to),
    number ? `phase-${number}` : idOf(phase.boxes[0]),
    words.replace(/^\W*Phase\s+[\w.]+\s*[:：—–-]*\s*/i, '') || words || 'Tasks',
    {
      names: [...(story ? [story] : []), ...(number ? [`Phase ${number}`] : []), ...own],
      needs: [...new Set(needs)].filter((need) => !own.has(need.toLowerCase()) && need !== story),
      files: phase.boxes.flatMap((box) => pathsOfText(wordsOfItem(box.item))),
      steps: phase.boxes.map((box) => ({ title: stepWords(box.words), kind: 'auto', done: box.done })),
      gate: [...proof.gate, ...phase.boxes.flatMap((box) => checksOf(box.item.children))],
      acceptance: [...expected, ...proof.acceptance],
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
  const match = /\b(?:User Story|US|Story)\s*-?(\d+)\b/i.exec(words);
  if (match) return `US${match[1]}`;
  const tags = new Set(phase.boxes.map((box) => /\[(US\d+)\]/i.exec(box.words)?.[1]?.toUpperCase()));
  return tags.size === 1 ? [...tags][0] : undefined;
}

function stories(text: string): string[] {
  return [...text.matchAll(/\bUS(\d+)\b|\bUser Story (\d+)\b|\b(T\d{3,})\b/gi)].map(
    ([, a, b, task]) => task ?? `US${a ?? b}`,
  );
}

function putInOrder(units: readonly UnitDraft[], phases: readonly Phase[]): void {
  let base: UnitDraft[] = [];
  let since: UnitDraft[] = [];
  for (const [index, unit] of units.entries()) {
    const phase = phases[index];
    const isStory = phase !== undefined && storyOf(phase) !== undefined;
    if (!isStory) {
      base = since.length > 0 ? lastOf(since) : base;
      inStages(base, [unit]);
      base = [unit];
      since = [];
    } else {
      inStages(base, [unit]);
      since.push(unit);
    }
  }
}
