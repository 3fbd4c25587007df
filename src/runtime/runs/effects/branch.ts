import { ok } from '../../../base/result.ts';
import { slugFor } from '../../../core/session/naming.ts';
import { branchTip, createBranch } from '../../../host/git/repository/branch.ts';
import { inRepository } from './in-repository.ts';
import type { RunHandler } from './run-effect-context.ts';

/** Creates the integration branch. On a repetition, the branch already exists at the right commit. */
export const branch: RunHandler<'branch'> = {
  async run(effect, { deps, cell }) {
    const { spec } = cell.run;
    const name = `fairlead/${slugFor(spec.title)}-${cell.id}`;
    const made = await inRepository(spec.repo, deps, async (repository) => {
      const tip = await branchTip(repository, name);
      return tip.ok && tip.value !== null
        ? ok(null)
        : tip.ok
          ? createBranch(repository, name, spec.base_commit)
          : tip;
    });
    return made.ok
      ? { type: 'branched', branch: name }
      : this.failed(effect, `no integration branch could be made: ${made.error.message}`);
  },
  failed: (_effect, reason) => ({ type: 'branch_failed', reason }),
};
