/** Units that changed nothing: which of them are proven, and how to treat the others. */
import type { PlanUnit } from '../../contract/plan.ts';
import type { RunSpec, WhenEmpty } from '../../contract/run.ts';
import type { Evidence, WhenUnchanged } from '../../contract/session.ts';

/**
 * Returns how to treat a turn without changes of a unit's session. A gate of the unit is a better proof than a
 * message.
 */
export function whenUnchanged({ empty }: RunSpec, { gate }: Pick<PlanUnit, 'gate'>): WhenUnchanged {
  if (gate.length > 0 || empty === undefined) return 'accept';
  return empty === 'fail' ? 'fail' : 'explain';
}

/** Returns the default of a run: its gates have checked the unit, otherwise a person does. */
export function defaultEmpty({ gates, merge_gates }: Pick<RunSpec, 'gates' | 'merge_gates'>): WhenEmpty {
  return gates.length + merge_gates.length > 0 ? 'accept' : 'ask';
}

/** @returns why nothing had to change; undefined if something changed, or a gate of the unit proves it */
export function unchangedReason(
  { commits, files_changed, unchanged, statement }: Evidence,
  { gate }: Pick<PlanUnit, 'gate'>,
): string | undefined {
  if (commits + files_changed > 0 || gate.length > 0) return undefined;
  return unchanged ?? statement ?? 'it did not say why';
}
