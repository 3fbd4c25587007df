import { err, ok, type Result } from '../../base/result.ts';
import { problem, type Problem } from '../../base/problem.ts';
import type { Merge } from '../../contract/merge.ts';
import { advanceBranch } from '../../host/git/merge/advance-branch.ts';
import { takeOut } from '../../host/git/merge/take-out.ts';
import { branchTip } from '../../host/git/repository/branch.ts';
import type { Repository } from '../../host/git/repository/repository.ts';
import { userIdentity } from '../../host/git/repository/user-identity.ts';

/**
 * Reverts merges in a branch with one new commit for each. History is never rewritten, because later work may depend on
 * it. A repetition after a crash finds the merges already reverted.
 *
 * @param merges newest first
 */
export async function revertMerges(
  repository: Repository,
  branch: string,
  merges: readonly (Pick<Merge, 'from' | 'commit'> & { title: string })[],
  signal: AbortSignal,
): Promise<Result<Merge, Problem>> {
  const start = await branchTip(repository, branch);
  if (!start.ok) return start;
  if (start.value === null) return err(problem('not_found', `branch ${branch} is gone`, 'fairlead show ID'));
  const identity = await userIdentity(repository);
  let tip = start.value;
  for (const { from, commit, title } of merges) {
    const message = `Roll back: ${title}\n\nThis reverts the changes of ${commit}.`;
    const reverted = await takeOut({ repository, tip, from, to: commit, message, identity, signal });
    if (!reverted.ok) return reverted;
    if (reverted.value.kind === 'conflict')
      return err(
        problem(
          'conflict',
          `reverting ${title} on ${branch} conflicts in ${reverted.value.files.slice(0, 5).join(', ')}: later work depends on it`,
          'revert the later work first, or git revert by hand',
        ),
      );
    if (reverted.value.kind === 'merged') tip = reverted.value.commit;
  }
  if (tip === start.value) return ok({ into: branch, from: tip, commit: tip });
  const moved = await advanceBranch({ repository, branch, from: start.value, to: tip, signal });
  return moved.ok ? ok({ into: branch, from: start.value, commit: tip }) : moved;
}

/**
 * Reverts earlier reverts of the same work. For git, reverted work is still merged, so merging it again would change
 * nothing.
 *
 * @returns the commit to merge onto: `tip`, or a commit on top of it that contains the work again
 */
export async function reapply(
  repository: Repository,
  { branch, tip }: { branch: string; tip: string },
  { taken_out, title }: { taken_out: Merge | null; title: string },
  signal: AbortSignal,
): Promise<Result<string, Problem>> {
  if (taken_out?.into !== branch) return ok(tip);
  const { from, commit } = taken_out;
  const identity = await userIdentity(repository);
  const message = `Reapply: ${title}\n\nThis reverts ${commit}.`;
  const reapplied = await takeOut({ repository, tip, from, to: commit, message, identity, signal });
  if (!reapplied.ok) return reapplied;
  if (reapplied.value.kind === 'conflict')
    return err(
      problem(
        'conflict',
        `reapplying ${title} conflicts in ${reapplied.value.files.slice(0, 5).join(', ')}`,
        `git revert ${commit.slice(0, 12)}`,
      ),
    );
  return ok(reapplied.value.kind === 'merged' ? reapplied.value.commit : tip);
}
