import type { Result } from '../../../base/result.ts';
import type { Problem } from '../../../base/problem.ts';
import type { Repository } from './repository.ts';

/** Runs `task` exclusively among all changes of worktrees or branches of the repository, in all processes. */
export function withRepositoryLock<T>(
  repository: Repository,
  signal: AbortSignal | undefined,
  task: () => Promise<Result<T, Problem>>,
): Promise<Result<T, Problem>> {
  return repository.git.locks.hold(repository.commonDir, task, signal);
}
