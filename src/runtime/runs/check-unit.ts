import type { RunEffect } from '../../core/plan/react.ts';
import type { RunFact } from '../../core/plan/record.ts';
import { openRepository } from '../../host/git/repository/repository.ts';
import { tryTree } from './merged-tree.ts';
import type { RunContext } from './run-context.ts';

/** Runs the gates of a unit that is to be verified on a checkout of the integrated tree. */
export async function checkUnit(
  { unit, commit }: Extract<RunEffect, { kind: 'check_unit' }>,
  context: RunContext,
): Promise<RunFact> {
  const { deps, cell } = context;
  const planned = cell.run.plan.units.find(({ id }) => id === unit);
  const repository = await openRepository(deps.git, cell.run.spec.repo);
  if (!repository.ok) {
    const failure = { reason: 'its commands could not be run', text: repository.error.message };
    return { type: 'unit_checked', unit, failure };
  }
  const tried = await tryTree(repository.value, commit, planned?.gate ?? [], context);
  return { type: 'unit_checked', unit, failure: tried.ok ? null : tried.error };
}
