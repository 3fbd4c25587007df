import { err, ok, type Result } from '../../base/result.ts';
import { problem, type Problem } from '../../base/problem.ts';
import type { WorkspaceTask } from '../../contract/event.ts';
import type { WorldFact } from '../../core/session/world-fact.ts';
import { commitSnapshot } from '../../host/git/inspect/commit-snapshot.ts';
import { advanceBranch } from '../../host/git/merge/advance-branch.ts';
import { commitMerge } from '../../host/git/merge/commit-merge.ts';
import { branchTip } from '../../host/git/repository/branch.ts';
import { readRepositoryState } from '../../host/git/repository/repository-state.ts';
import type { Repository } from '../../host/git/repository/repository.ts';
import { userIdentity } from '../../host/git/repository/user-identity.ts';
import { worktreePlace } from '../../host/git/worktree/worktree.ts';
import type { WorkspaceContext } from './workspace-context.ts';
import { worktreeOf } from './place-of.ts';
import { reapply } from './revert-merges.ts';

type MergeTask = Extract<WorkspaceTask, { kind: 'merge' }>;

/**
 * Merges all work of a session, including uncommitted changes, into a branch of the user. A repetition after a crash
 * finds the work already merged.
 */
export async function mergeWorkspace(
  { into, strategy }: MergeTask,
  { deps, cell, signal }: WorkspaceContext,
): Promise<Result<WorldFact, Problem>> {
  const { id, session } = cell;
  const found = await worktreeOf(deps, session);
  if (!found.ok) return found;
  if (!found.value)
    return err(problem('unsupported', `session ${id} has no branch of its own`, 'fairlead diff ID'));
  const { repository, worktree } = found.value;
  const target = await findTarget(repository, into);
  if (!target.ok) return target;
  const { branch, tip } = target.value;
  const from = await commitSnapshot(worktreePlace(repository, worktree), session.spec.name, signal);
  if (!from.ok) return from;

  const { taken_out, spec } = session;
  const onto = await reapply(repository, target.value, { taken_out, title: spec.name }, signal);
  if (!onto.ok) return onto;
  const merged = await commitMerge({
    repository,
    into: onto.value,
    from: from.value,
    strategy,
    message: strategy === 'squash' ? session.spec.name : `Merge ${worktree.branch}\n\n${session.spec.name}`,
    identity: await userIdentity(repository),
    signal,
  });
  if (!merged.ok) return merged;
  if (merged.value.kind === 'conflict') return err(conflict(id, branch, merged.value.files));
  const commit = merged.value.kind === 'merged' ? merged.value.commit : onto.value;
  if (commit !== tip) {
    const moved = await advanceBranch({ repository, branch, from: tip, to: commit, signal });
    if (!moved.ok) return moved;
  }
  return ok({ type: 'merged', into: branch, from: tip, commit, strategy });
}

export async function findTarget(
  repository: Repository,
  into: string | null,
): Promise<Result<{ branch: string; tip: string }, Problem>> {
  const state = await readRepositoryState(repository);
  if (!state.ok) return state;
  const branch = into ?? state.value.branch;
  if (branch === null)
    return err(problem('environment', 'no branch is checked out to merge into', '--into BRANCH'));
  const tip = await branchTip(repository, branch);
  if (!tip.ok) return tip;
  return tip.value === null
    ? err(problem('not_found', `branch not found: ${branch}`, 'git branch (lists the branches)'))
    : ok({ branch, tip: tip.value });
}

/** Maximum number of paths in a message. */
const namedPaths = 5;

function conflict(id: string, branch: string, files: readonly string[]): Problem {
  const more = files.length > namedPaths ? ` and ${files.length - namedPaths} more` : '';
  return problem(
    'conflict',
    `merging into ${branch} conflicts in ${files.slice(0, namedPaths).join(', ')}${more}`,
    `fairlead continue ${id} "Merge ${branch} into your branch and resolve the conflicts"`,
  );
}
