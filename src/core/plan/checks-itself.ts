import type { PlanUnit } from '../../contract/plan.ts';
import { wantsEyes } from '../../contract/person-words.ts';

/**
 * @returns whether the commands of a verification unit are enough: there are some, and the document does not ask for
 *   a person
 */
export function checksItself({ kind, gate, steps, title, acceptance, prompt }: PlanUnit): boolean {
  if (kind !== 'verify' || gate.length === 0) return false;
  if (steps.some((step) => step.kind !== 'auto' && !step.done)) return false;
  return ![title, ...acceptance, prompt].some(wantsEyes);
}
