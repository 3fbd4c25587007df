import { openRepository } from '../../../host/git/repository/repository.ts';
import { tryTree } from './merged-tree.ts';
import type { RunHandler } from './run-effect-context.ts';

/** Runs the gates of a verified unit on a checkout of the integration branch. */
export const checkUnit: RunHandler<'check_unit'> = {
  async run(effect, context) {
    const { unit, commit } = effect;
    const { deps, cell } = context;
    const planned = cell.run.plan.units.find(({ id }) => id === unit);
    const repository = await openRepository(deps.git, cell.run.spec.repo);
    if (!repository.ok) return this.failed(effect, repository.error.message);
    const tried = await tryTree(repository.value, commit, planned?.gate ?? [], context);
    return { type: 'unit_checked', unit, failure: tried.ok ? null : tried.error };
  },
  failed: ({ unit }, reason) => ({
    type: 'unit_checked',
    unit,
    failure: { reason: 'its commands could not be run', text: reason },
  }),
};
