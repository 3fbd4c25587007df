import type { PlanUnit } from '../../contract/plan.ts';

/** Words of documents that want a person to look, whatever commands say. */
const eyes =
  /\b(?:manual(?:ly)?|visual(?:ly)?|by (?:eye|hand)|look(?:s|ing)?|person|human|user|somebody|someone|screenshots?|browser|eyes?|eyeball|sign(?:ed)?[- ]?off|approv(?:e[sd]?|al)|demo|review(?:ed|s)?)\b/i;

/** @returns whether the commands of a unit that is to be verified are enough: there are some, and no person is asked for */
export function checksItself({ kind, gate, steps, title, acceptance, prompt }: PlanUnit): boolean {
  if (kind !== 'verify' || gate.length === 0) return false;
  if (steps.some((step) => step.kind !== 'auto' && !step.done)) return false;
  return ![title, ...acceptance, prompt].some((words) => eyes.test(words.replaceAll(/`[^`]*`/g, '')));
}
