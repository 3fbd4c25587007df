import { ok, type Result } from '../../../base/result.ts';
import { gitLine } from '../command/git-output.ts';
import type { GitProblem } from '../command/problem.ts';
import { runGit, type GitPlace } from '../command/run-git.ts';
import { ourIdentity } from '../repository/names.ts';
import { takeSnapshot } from './snapshot.ts';

/**
 * A commit of a working tree as it is, on top of what HEAD stands for; HEAD itself where nothing differs. No ref leads to
 * it: whoever asked for it makes one.
 */
export async function commitSnapshot(
  place: Required<GitPlace>,
  message: string,
  signal?: AbortSignal,
): Promise<Result<string, GitProblem>> {
  const taken = await takeSnapshot(place, 'kept', signal);
  if (!taken.ok) return taken;
  await using snapshot = taken.value;
  const same = await runGit(place, ['diff-tree', '--quiet', snapshot.head, snapshot.tree], { signal });
  if (!same.ok) return same;
  if (same.value.code === 0) return ok(snapshot.head);
  const identity = {
    GIT_AUTHOR_NAME: ourIdentity.name,
    GIT_AUTHOR_EMAIL: ourIdentity.email,
    GIT_COMMITTER_NAME: ourIdentity.name,
    GIT_COMMITTER_EMAIL: ourIdentity.email,
  };
  return gitLine(place, ['commit-tree', snapshot.tree, '-p', snapshot.head, '-m', message], {
    env: identity,
    signal,
  });
}
