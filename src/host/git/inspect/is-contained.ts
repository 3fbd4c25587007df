import { ok, type Result } from '../../../base/result.ts';
import { gitLine } from '../command/git-output.ts';
import type { Problem } from '../../../base/problem.ts';
import type { GitPlace } from '../command/run-git.ts';
import { previewMerge } from '../merge/preview-merge.ts';
import { ourIdentity } from '../repository/names.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Whether a commit contains everything in a working tree, including uncommitted changes: merging them changes
 * nothing. This is also true after a squash or a rebase, when no branch of the user has the original commits.
 */
export async function isContained(
  place: Required<GitPlace>,
  { head, tree, env }: Pick<Snapshot, 'head' | 'tree' | 'env'>,
  commit: string,
  signal?: AbortSignal,
): Promise<Result<boolean, Problem>> {
  const identity = {
    GIT_AUTHOR_NAME: ourIdentity.name,
    GIT_AUTHOR_EMAIL: ourIdentity.email,
    GIT_COMMITTER_NAME: ourIdentity.name,
    GIT_COMMITTER_EMAIL: ourIdentity.email,
  };
  const options = { env: { ...env, ...identity }, signal };
  const work = await gitLine(place, ['commit-tree', tree, '-p', head, '-m', 'as it is'], options);
  if (!work.ok) return work;
  const merged = await previewMerge(place, commit, work.value, options);
  if (!merged.ok) return merged;
  if (merged.value.kind === 'conflict') return ok(false);
  const before = await gitLine(place, ['rev-parse', '--verify', `${commit}^{tree}`], { signal });
  return before.ok ? ok(before.value === merged.value.tree) : before;
}
