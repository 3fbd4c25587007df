import { ok, type Result } from '../../../base/result.ts';
import { gitLine } from '../command/git-output.ts';
import type { Problem } from '../../../base/problem.ts';
import type { Repository } from '../repository/repository.ts';
import type { Merged } from './merged.ts';
import { mergeTrees } from './merge-trees.ts';
import { writeCommit, type CommitIdentity } from './write-commit.ts';

export interface TakeOut {
  readonly repository: Repository;
  /** Full id of the commit to revert on. */
  readonly tip: string;
  /** The reverted changes are those between these two commits. */
  readonly from: string;
  readonly to: string;
  readonly message: string;
  readonly identity: CommitIdentity;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Creates one commit on `tip` that reverts the changes between two others, like `git revert` but without a checkout.
 * Returns `up_to_date` if none of them are left.
 */
export async function takeOut(request: TakeOut): Promise<Result<Merged, Problem>> {
  const { repository, tip, from, to, signal } = request;
  const trees = { base: `${to}^{tree}`, ours: `${tip}^{tree}`, theirs: `${from}^{tree}` };
  const merged = await mergeTrees(repository, trees, signal);
  if (!merged.ok) return merged;
  if (merged.value.kind === 'conflict') return ok({ ...merged.value, commit: null });
  const before = await gitLine(repository, ['rev-parse', '--verify', `${tip}^{tree}`], { signal });
  if (!before.ok) return before;
  const { tree } = merged.value;
  if (tree === before.value) return ok({ kind: 'up_to_date' });
  const commit = await writeCommit({ ...request, tree, parents: [tip] });
  return commit.ok ? ok({ kind: 'merged', commit: commit.value }) : commit;
}
