import type { Result } from '../../../base/result.ts';
import { gitLine } from '../command/git-output.ts';
import type { Problem } from '../../../base/problem.ts';
import type { Repository } from '../repository/repository.ts';

export interface CommitIdentity {
  readonly name: string;
  readonly email: string;
}

export interface WriteCommit {
  readonly repository: Repository;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  /** Author and committer. */
  readonly identity: CommitIdentity;
  readonly signal?: AbortSignal | undefined;
}

/** @returns the full id of a new commit, which no branch points to yet */
export function writeCommit({
  repository,
  tree,
  parents,
  message,
  identity,
  signal,
}: WriteCommit): Promise<Result<string, Problem>> {
  const args = ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-F', '-'];
  return gitLine(repository, args, {
    input: `${message.trimEnd()}\n`,
    env: {
      GIT_AUTHOR_NAME: identity.name,
      GIT_AUTHOR_EMAIL: identity.email,
      GIT_COMMITTER_NAME: identity.name,
      GIT_COMMITTER_EMAIL: identity.email,
    },
    signal,
  });
}
