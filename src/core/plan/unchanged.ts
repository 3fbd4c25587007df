/** Units that changed nothing: what proves that they are done, and what becomes of those that nothing proves. */
import type { PlanUnit } from '../../contract/plan.ts';
import type { RunSpec, WhenEmpty } from '../../contract/run.ts';
import type { Evidence, WhenUnchanged } from '../../contract/session.ts';

/** How a unit's session is held to account for a turn without a change. A gate of its own proves more than words. */
export function whenUnchanged({ empty }: RunSpec, { gate }: Pick<PlanUnit, 'gate'>): WhenUnchanged {
  if (gate.length > 0 || empty === undefined) return 'accept';
  return empty === 'fail' ? 'fail' : 'explain';
}

/** What a run does where nobody has said: gates of the run have looked at the unit, else a person does. */
export function defaultEmpty({ gates, merge_gates }: Pick<RunSpec, 'gates' | 'merge_gates'>): WhenEmpty {
  return gates.length + merge_gates.length > 0 ? 'accept' : 'ask';
}

/** @returns why nothing had to change; undefined where something changed, or a gate of the unit's own proves it */
export function unchangedReason(
  { commits, files_changed, unchanged, statement }: Evidence,
  { gate }: Pick<PlanUnit, 'gate'>,
): string | undefined {
  if (commits + files_changed > 0 || gate.length > 0) return undefined;
  return unchanged ?? statement ?? 'it did not say why';
}
