import { err, ok, type Result } from '../../../base/result.ts';
import { fields, gitLine, gitOutput } from '../command/git-output.ts';
import { problem, type Problem } from '../../../base/problem.ts';
import type { GitPlace } from '../command/run-git.ts';
import { ourIdentity } from '../repository/names.ts';
import { refuseFiltered } from '../repository/untrusted-filters.ts';
import { takeSnapshot } from './snapshot.ts';

/**
 * Commits a working tree on top of HEAD; returns HEAD if nothing differs. No ref points to the commit; the caller
 * creates one. Refuses if the commit would be incomplete.
 */
export async function commitSnapshot(
  place: Required<GitPlace>,
  message: string,
  signal?: AbortSignal,
): Promise<Result<string, Problem>> {
  const taken = await takeSnapshot(place, 'kept', signal);
  if (!taken.ok) return taken;
  await using snapshot = taken.value;
  const [gap] = snapshot.gaps;
  if (gap)
    return err(
      problem(
        'unsafe',
        `not everything in ${place.directory} can be committed: ${gap.why}`,
        'commit or push it there, make it readable, or move it away, then try again',
      ),
    );
  const args = ['diff-tree', '-r', '-z', '--name-status', '--no-renames', snapshot.head, snapshot.tree];
  const changes = await gitOutput(place, args, { signal });
  if (!changes.ok) return changes;
  const changed = fields(changes.value);
  if (changed.length === 0) return ok(snapshot.head);
  // Two fields each: status and path. Without its filter a file would be committed in the form of its
  // worktree.
  const paths = changed.filter((_, at) => at % 2 === 1 && changed[at - 1] !== 'D');
  const refused = await refuseFiltered(place, { paths, tree: snapshot.tree }, signal);
  if (!refused.ok) return refused;
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
