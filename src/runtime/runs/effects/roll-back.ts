/** Reverts merges of a run: all of them in the user's branch, or those of one unit in the integration branch. */
import { ok, type Result } from '../../../base/result.ts';
import type { Problem } from '../../../base/problem.ts';
import type { RunTask } from '../../../contract/run-event.ts';
import { reach } from '../../../core/plan/fail.ts';
import type { RunFact } from '../../../core/plan/record.ts';
import type { Run } from '../../../core/plan/state.ts';
import { gitLine } from '../../../host/git/command/git-output.ts';
import type { Repository } from '../../../host/git/repository/repository.ts';
import { revertMerges } from '../../workspace/revert-merges.ts';
import type { RunEffectContext } from './run-effect-context.ts';

export async function rollBackRun(
  { unit }: Extract<RunTask, { kind: 'rollback' }>,
  repository: Repository,
  { cell: { run }, signal }: RunEffectContext,
): Promise<Result<RunFact, Problem>> {
  const { merged, spec, branch } = run;
  if (unit === null) {
    if (!merged) throw new Error(`run ${run.id} was not merged`);
    const reverted = await revertMerges(repository, merged.into, [{ ...merged, title: spec.title }], signal);
    return reverted.ok ? ok({ type: 'rolled_back', ...reverted.value, units: [] }) : reverted;
  }
  if (!branch) throw new Error(`run ${run.id} has no integration branch`);
  const wanted = builtOn(run, unit);
  const order = await gitLine(repository, ['rev-list', '--first-parent', branch.tip, '--'], { signal });
  if (!order.ok) return order;
  const merges = order.value.split('\n').flatMap((commit) => {
    const found = wanted.find((entry) => entry.commit === commit);
    return found ? [{ from: `${commit}^1`, commit, title: `unit ${found.unit}` }] : [];
  });
  const reverted = await revertMerges(repository, branch.name, merges, signal);
  const units = wanted.map((entry) => entry.unit);
  return reverted.ok ? ok({ type: 'rolled_back', ...reverted.value, units }) : reverted;
}

/** Returns a unit and all completed units that depend on it, directly or indirectly. */
function builtOn(run: Run, unit: string): { unit: string; commit: string | null }[] {
  const index = run.place.get(unit) ?? -1;
  return [index, ...reach(run, index)].flatMap((at) => {
    const phase = run.units[at]?.phase;
    const id = run.plan.units[at]?.id;
    return phase?.name === 'completed' && id !== undefined ? [{ unit: id, commit: phase.commit }] : [];
  });
}
