/** Merges a run that has ended into the branch that the user chose, or removes it and keeps a tag. */
import { err, ok, type Result } from '../../../base/result.ts';
import { problem, type Problem } from '../../../base/problem.ts';
import type { RunTask } from '../../../contract/run-event.ts';
import type { RunFact } from '../../../core/plan/record.ts';
import { advanceBranch } from '../../../host/git/merge/advance-branch.ts';
import { commitMerge } from '../../../host/git/merge/commit-merge.ts';
import { branchTip, deleteBranch } from '../../../host/git/repository/branch.ts';
import type { Repository } from '../../../host/git/repository/repository.ts';
import { createTag } from '../../../host/git/repository/tag.ts';
import { userIdentity } from '../../../host/git/repository/user-identity.ts';
import { findTarget } from '../../workspace/merge.ts';
import { reapply } from '../../workspace/revert-merges.ts';
import { rollBackRun } from './roll-back.ts';
import { inRepository } from './in-repository.ts';
import type { RunEffectContext, RunHandler } from './run-effect-context.ts';

/** Stored as `wrap_up`. */
export const runTask: RunHandler<'wrap_up'> = {
  async run({ task }, context) {
    const { deps, cell, merges } = context;
    const done = await merges.run(() =>
      inRepository(cell.run.spec.repo, deps, (repository) => perform(task, repository, context)),
    );
    return done.ok ? done.value : { type: 'upkeep_failed', problem: done.error };
  },
  failed: (_effect, reason) => ({
    type: 'upkeep_failed',
    problem: problem('internal', reason, 'fairlead daemon logs'),
  }),
};

function perform(
  task: RunTask,
  repository: Repository,
  context: RunEffectContext,
): Promise<Result<RunFact, Problem>> {
  switch (task.kind) {
    case 'merge':
      return mergeRun(task, repository, context);
    case 'rollback':
      return rollBackRun(task, repository, context);
    case 'abandon':
      return abandonRun(repository, context);
  }
}

async function mergeRun(
  { into, strategy }: Extract<RunTask, { kind: 'merge' }>,
  repository: Repository,
  { cell, signal }: RunEffectContext,
): Promise<Result<RunFact, Problem>> {
  const from = await tipOf(repository, cell.run.branch?.name ?? '');
  if (!from.ok) return from;
  const target = await findTarget(repository, into);
  if (!target.ok) return target;
  const { branch, tip } = target.value;
  const { taken_out, spec } = cell.run;
  const onto = await reapply(repository, target.value, { taken_out, title: spec.title }, signal);
  if (!onto.ok) return onto;
  const merged = await commitMerge({
    repository,
    into: onto.value,
    from: from.value,
    strategy,
    message:
      strategy === 'squash'
        ? cell.run.spec.title
        : `Merge ${cell.run.branch?.name}\n\n${cell.run.spec.title}`,
    identity: await userIdentity(repository),
    signal,
  });
  if (!merged.ok) return merged;
  if (merged.value.kind === 'conflict')
    return err(
      problem(
        'conflict',
        `merging into ${branch} conflicts in ${merged.value.files.slice(0, 5).join(', ')}`,
        `merge ${cell.run.branch?.name} by hand: git merge ${cell.run.branch?.name}`,
      ),
    );
  const commit = merged.value.kind === 'merged' ? merged.value.commit : onto.value;
  if (commit !== tip) {
    const moved = await advanceBranch({ repository, branch, from: tip, to: commit, signal });
    if (!moved.ok) return moved;
  }
  return ok({ type: 'merged', into: branch, from: tip, commit, strategy });
}

/** Removes the integration branch. A tag keeps everything that was merged into it. */
async function abandonRun(
  repository: Repository,
  { cell }: RunEffectContext,
): Promise<Result<RunFact, Problem>> {
  const branch = cell.run.branch?.name ?? '';
  const tag = branch.replace(/^fairlead\//, 'fairlead/archive/');
  const tip = await branchTip(repository, branch);
  if (!tip.ok) return tip;
  // Already removed by an earlier attempt, which had created the tag before.
  if (tip.value === null) return ok({ type: 'abandoned', tag });
  const tagged = await createTag(repository, tag, tip.value);
  if (!tagged.ok) return tagged;
  const deleted = await deleteBranch(repository, branch, tip.value);
  return deleted.ok ? ok({ type: 'abandoned', tag }) : deleted;
}

async function tipOf(repository: Repository, branch: string): Promise<Result<string, Problem>> {
  const tip = await branchTip(repository, branch);
  if (!tip.ok) return tip;
  return tip.value === null
    ? err(problem('not_found', `the integration branch ${branch} is gone`, 'fairlead diff ID'))
    : ok(tip.value);
}
