/**
 * The order of GSD's phases: by the roadmap, else by number. `depends_on` and `wave` of a plan apply within its
 * phase.
 */
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import type { UnitDraft } from '../../draft.ts';
import { plainText } from '../../markdown/inline.ts';
import { allItems, itemText } from '../../markdown/outline.ts';
import { tablesOf } from '../../markdown/pipe-tables.ts';
import { valuesOf } from '../../markdown/unit-words.ts';
import { endsOf } from '../../order.ts';
import { baseName } from '../../path-parts.ts';
import type { PlanInput } from '../../plan-input.ts';
import { rangeOfIds } from '../../markdown/id-range.ts';

/** @param phases the number of the phase of each unit; '' if it has none */
export function putPhasesInOrder(
  input: PlanInput,
  units: readonly UnitDraft[],
  phases: ReadonlyMap<UnitDraft, string>,
): void {
  const members = new Map<string, UnitDraft[]>();
  for (const unit of units) {
    const phase = keyOf(phases.get(unit) ?? '');
    if (phase === undefined) continue;
    const list = members.get(phase);
    if (list) list.push(unit);
    else members.set(phase, [unit]);
  }
  const numbers = [...members.keys()].toSorted(byNumber);
  const stated = statedByRoadmap(input);
  for (const [index, number] of numbers.entries()) {
    const own = members.get(number) ?? [];
    const before = waitsFor(number, numbers.slice(0, index), stated);
    const ends = before.flatMap((phase) => endsOf(members.get(phase) ?? []));
    // A plan that waits for another plan of the phase also waits for that plan's dependencies.
    const names = new Set(own.flatMap((unit) => [unit.id, ...unit.names]).map((name) => name.toLowerCase()));
    for (const unit of own)
      if (!unit.needs.some((need) => names.has(need.toLowerCase()))) unit.after.push(...ends);
  }
}

/** Named phases that were not given do not matter: the phase before was read. */
function waitsFor(
  number: string,
  earlier: readonly string[],
  stated: ReadonlyMap<string, string[]>,
): string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (phase: string): void => {
    if (seen.has(phase)) return;
    seen.add(phase);
    const said = stated.get(phase);
    for (const need of said ?? []) {
      if (earlier.includes(need)) found.add(need);
      else visit(need);
    }
  };
  if (!stated.has(number)) return earlier.slice(-1);
  visit(number);
  return [...found];
}

/**
 * @returns the phases after "Depends on" of each phase in the roadmap: in its chapter, its entry or its row; [] for
 *   nothing
 */
function statedByRoadmap(input: PlanInput): Map<string, string[]> {
  const stated = new Map<string, string[]>();
  const state = (phase: string, said: string | undefined) => {
    const key = keyOf(phase);
    const needs = said === undefined ? undefined : phasesNamedIn(said);
    if (key !== undefined && needs && !stated.has(key)) stated.set(key, needs);
  };
  for (const source of input.sources) {
    if (baseName(source.path) !== 'ROADMAP.md') continue;
    readRoadmap(input.markdown(source), state);
  }
  return stated;
}

/** @param state is called with each phase and the text after "Depends on"; undefined if there is none */
function readRoadmap(file: MarkdownFile, state: (phase: string, said: string | undefined) => void): void {
  for (const { heading, intro } of file.sections) {
    const phase = phaseWords.exec(plainText(heading.text))?.[1] ?? '';
    state(phase, valuesOf(intro, /^depend(?:s on|encies)$/i)[0]);
  }
  for (const { item } of allItems(file.blocks)) {
    const [, phase = '', behind = ''] = phaseWords.exec(plainText(itemText(item))) ?? [];
    state(phase, /\b(?:depends? on|requires|after|blocked by)\s*[:：]?\s*([^).;]*)/i.exec(behind)?.[1]);
  }
  for (const { header, rows } of tablesOf(file)) {
    const column = header.findIndex((words) => /depend|requires|blocked by/i.test(words));
    if (column < 1 || !/^(?:phase|#|no\.?)/i.test(header[0] ?? '')) continue;
    for (const { cells } of rows) {
      const phase = /^(?:Phase\s+)?(\d+(?:\.\d+)?)/i.exec(plainText(cells[0]?.text ?? ''))?.[1] ?? '';
      state(phase, cells[column]?.text);
    }
  }
}

const phaseWords = /^(?:\[[ x]\]\s*)?Phase\s+(\d+(?:\.\d+)?)\b(.*)$/is;

/** @returns phases of `Phase 1, Phase 3` and `1, 2`; [] for "Nothing", undefined for anything else */
function phasesNamedIn(said: string): string[] | undefined {
  const words = plainText(said).replaceAll(/\([^()]*\)/g, ' ');
  const bare = /^\s*\d+(?:\.\d+)?(?:\s*(?:,|and|&|-|–|to)\s*\d+(?:\.\d+)?)*\s*$/i.test(words);
  const lists = bare
    ? [words]
    : [
        ...words.matchAll(
          /\bPhases?\s+(\d+(?:\.\d+)?(?:(?:\s*(?:,|and|&|-|–|to)\s*)+(?:Phases?\s+)?\d+(?:\.\d+)?)*)/gi,
        ),
      ].map(([, list = '']) => list);
  const numbers = lists
    .flatMap((list) => list.replaceAll(/Phases?\s+/gi, '').split(/\s*(?:,|\band\b|&)\s*/))
    .map((part) => part.trim())
    .filter(Boolean)
    .flatMap(rangeOfIds);
  const nothing = /^\W*(?:nothing|none|no\b|n\/a|first|-|—)/i.test(words) || words.trim() === '';
  return numbers.length > 0 || nothing ? numbers.flatMap((number) => keyOf(number) ?? []) : undefined;
}

/** `02` and `2` are one phase. */
function keyOf(phase: string): string | undefined {
  const match = /^0*(\d+)((?:\.\d+)?)(?!\w)/.exec(phase);
  return match ? `${match[1]}${match[2]}` : undefined;
}

function byNumber(a: string, b: string): number {
  return Number(a) - Number(b);
}
