import type { PlanStep, UnitKind } from '../../contract/plan.ts';
import { personOf } from '../../contract/person-words.ts';

/** @returns who does an entry, by its text */
export function kindByWords(words: string): UnitKind {
  return personOf(words) ?? 'auto';
}

/** @returns the kind of a unit by its title, or by its steps if all open ones are for a person */
export function kindOfUnit(title: string, steps: readonly PlanStep[]): UnitKind {
  const own = personOf(title);
  const agent = steps.some(({ kind }) => kind === 'auto');
  if (own !== null && !agent) return own;
  return agent || steps.length === 0 ? 'auto' : (steps[0]?.kind ?? 'auto');
}
