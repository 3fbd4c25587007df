import { err, ok, type Result } from '../../../base/result.ts';
import { gitOutput } from '../command/git-output.ts';
import { problem, type Problem } from '../../../base/problem.ts';
import { runGit, type GitPlace } from '../command/run-git.ts';

/** @returns the id of the branch's last commit, or null if the branch does not exist */
export async function branchTip(
  place: GitPlace,
  branch: string,
  signal?: AbortSignal,
): Promise<Result<string | null, Problem>> {
  const args = ['show-ref', '--verify', '--hash', `refs/heads/${branch}`];
  const found = await runGit(place, args, { signal });
  if (!found.ok) return found;
  return ok(found.value.code === 0 ? found.value.stdout.toString('utf8').trim() : null);
}

/** Creates a branch that does not exist yet. */
export async function createBranch(
  place: GitPlace,
  branch: string,
  commit: string,
): Promise<Result<null, Problem>> {
  const made = await gitOutput(place, ['update-ref', '--no-deref', `refs/heads/${branch}`, commit, '']);
  return made.ok ? ok(null) : made;
}

/**
 * Deletes a branch that is at the expected commit; a missing branch counts as deleted. Unlike `git branch -D` it does
 * not change the configuration.
 */
export async function deleteBranch(
  place: GitPlace,
  branch: string,
  tip: string,
): Promise<Result<null, Problem>> {
  const now = await branchTip(place, branch);
  if (!now.ok) return now;
  if (now.value === null) return ok(null);
  if (now.value !== tip)
    return err(
      problem(
        'unsafe',
        `branch ${branch} has moved from ${tip.slice(0, 12)} to ${now.value.slice(0, 12)}`,
        'look at its new commits and try again',
      ),
    );
  const deleted = await gitOutput(place, ['update-ref', '--no-deref', '-d', `refs/heads/${branch}`, tip]);
  return deleted.ok ? ok(null) : deleted;
}
