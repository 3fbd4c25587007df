import { ok, type Result } from '../../../base/result.ts';
import { gitLine } from '../command/git-output.ts';
import { isAncestor } from '../repository/is-ancestor.ts';
import type { Merged } from './merged.ts';
import { previewMerge } from './preview-merge.ts';
import type { Problem } from '../../../base/problem.ts';
import { replayCommits } from './replay-commits.ts';
import type { Repository } from '../repository/repository.ts';
import { writeCommit, type CommitIdentity } from './write-commit.ts';

export type MergeStrategy = 'merge' | 'squash' | 'rebase';

export interface CommitMerge {
  readonly repository: Repository;
  /** Full id of the commit to merge into. */
  readonly into: string;
  /** Full id of the commit to merge. */
  readonly from: string;
  readonly strategy: MergeStrategy;
  /** Of the new commit; a rebase keeps the original messages. */
  readonly message: string;
  /** Author and committer of the new commit; a rebase keeps the original authors. */
  readonly identity: CommitIdentity;
  readonly signal?: AbortSignal | undefined;
}

/** Creates the commits of a merge only: it changes no checkout, index or branch, and runs no hook. */
export async function commitMerge(request: CommitMerge): Promise<Result<Merged, Problem>> {
  const { repository, into, from, strategy, signal } = request;
  const contained = await isAncestor(repository, from, into, signal);
  if (!contained.ok) return contained;
  if (contained.value) return ok({ kind: 'up_to_date' });
  if (strategy === 'rebase') return replayCommits(request);

  const preview = await previewMerge(repository, into, from, { signal });
  if (!preview.ok) return preview;
  if (preview.value.kind === 'conflict') return ok({ ...preview.value, commit: null });
  const { tree } = preview.value;
  const before = await gitLine(repository, ['rev-parse', '--verify', `${into}^{tree}`], { signal });
  if (!before.ok) return before;
  if (strategy === 'squash' && tree === before.value) return ok({ kind: 'up_to_date' });
  const parents = strategy === 'merge' ? [into, from] : [into];
  const commit = await writeCommit({ ...request, tree, parents });
  return commit.ok ? ok({ kind: 'merged', commit: commit.value }) : commit;
}
