import type { PlanStep, UnitKind } from '../../contract/plan.ts';
import { personOf } from '../../contract/person-words.ts';

/** @returns who does an entry, by its words */
export function kindByWords(words: string): UnitKind {
  return personOf(words) ?? 'auto';
}

/** @returns what a unit is by its title, or by its steps where all that are open are for a person */
export function kindOfUnit(title: string, steps: readonly PlanStep[]): UnitKind {
  const own = personOf(title);
  const agent = steps.some(({ kind }) => kind === 'auto');
  if (own !== null && !agent) return own;
  return agent || steps.length === 0 ? 'auto' : (steps[0]?.kind ?? 'auto');
}
