/** The order of GSD's phases: as the roadmap says, else by number. `depends_on` and `wave` of a plan hold within its phase. */
import type { UnitDraft } from '../draft.ts';
import { plainText } from '../markdown/inline.ts';
import { valuesOf } from '../markdown/unit-words.ts';
import { endsOf } from '../order.ts';
import { baseName } from '../path-parts.ts';
import type { PlanInput } from './importer.ts';
import { rangeOfIds } from '../markdown/id-range.ts';

/**
 * @param phases the number of the phase of each unit; '' where it has none
 */
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
    // Who waits for another plan of the phase waits for what that waits for.
    const names = new Set(own.flatMap((unit) => [unit.id, ...unit.names]).map((name) => name.toLowerCase()));
    for (const unit of own)
      if (!unit.needs.some((need) => names.has(need.toLowerCase()))) unit.after.push(...ends);
  }
}

/** What was not read of those that it names does not matter: the phase before that one was read does. */
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

/** @returns what the chapter of each phase in the roadmap names behind "Depends on"; [] for nothing */
function statedByRoadmap(input: PlanInput): Map<string, string[]> {
  const stated = new Map<string, string[]>();
  for (const source of input.sources) {
    if (baseName(source.path) !== 'ROADMAP.md') continue;
    for (const { heading, intro } of input.markdown(source).sections) {
      const phase = keyOf(/^Phase\s+(\d+(?:\.\d+)?)\b/i.exec(plainText(heading.text))?.[1] ?? '');
      const [value] = valuesOf(intro, /^depend(?:s on|encies)$/i);
      if (phase === undefined || value === undefined) continue;
      const words = plainText(value).replaceAll(/\([^()]*\)/g, ' ');
      const numbers = [
        ...words.matchAll(
          /\bPhases?\s+(\d+(?:\.\d+)?(?:(?:\s*(?:,|and|&|-|–|to)\s*)+(?:Phases?\s+)?\d+(?:\.\d+)?)*)/gi,
        ),
      ]
        .flatMap(([, list = '']) => list.replaceAll(/Phases?\s+/gi, '').split(/\s*(?:,|\band\b|&)\s*/))
        .filter(Boolean)
        .flatMap(rangeOfIds);
      const nothing = /^\W*(?:nothing|none|no\b|n\/a|first|-|—)/i.test(words);
      if (numbers.length > 0 || nothing)
        stated.set(
          phase,
          numbers.flatMap((number) => keyOf(number) ?? []),
        );
    }
  }
  return stated;
}

/** `02` and `2` are one phase. */
function keyOf(phase: string): string | undefined {
  const match = /^0*(\d+)((?:\.\d+)?)(?!\w)/.exec(phase);
  return match ? `${match[1]}${match[2]}` : undefined;
}

function byNumber(a: string, b: string): number {
  return Number(a) - Number(b);
}
