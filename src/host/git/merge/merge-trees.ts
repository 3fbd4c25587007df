import { gitLine } from '../command/git-output.ts';
import type { Problem } from '../../../base/problem.ts';
import type { Repository } from '../repository/repository.ts';
import type { Result } from '../../../base/result.ts';
import { previewMerge, type MergePreview } from './preview-merge.ts';

export interface Trees {
  /** The common ancestor. Each is a tree, or a name that git resolves to one. */
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/**
 * Merges two trees with a given base. `merge-tree --merge-base` exists since git 2.40. Creating three commits whose
 * only common ancestor is the base works in every version.
 */
export async function mergeTrees(
  repository: Repository,
  { base, ours, theirs }: Trees,
  signal?: AbortSignal,
): Promise<Result<MergePreview, Problem>> {
  const commit = (tree: string, ...parents: string[]) =>
    gitLine(
      repository,
      ['commit-tree', tree, ...parents.flatMap((one) => ['-p', one]), '-m', 'one side of a merge'],
      { env: nobody, signal },
    );
  const shared = await commit(base);
  if (!shared.ok) return shared;
  const [one, other] = [await commit(ours, shared.value), await commit(theirs, shared.value)];
  if (!one.ok) return one;
  if (!other.ok) return other;
  return previewMerge(repository, one.value, other.value, { signal });
}

/** The same commit always gets the same id, so that retries do not accumulate objects. */
const nobody = {
  GIT_AUTHOR_NAME: 'fairlead',
  GIT_AUTHOR_EMAIL: 'fairlead@localhost',
  GIT_AUTHOR_DATE: '@0 +0000',
  GIT_COMMITTER_NAME: 'fairlead',
  GIT_COMMITTER_EMAIL: 'fairlead@localhost',
  GIT_COMMITTER_DATE: '@0 +0000',
};
