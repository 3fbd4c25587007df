import { err, type Result } from '../../../base/result.ts';
import { problem, type GitProblem } from '../command/problem.ts';

/** Runs `task` with failures of the file system (no permission, disk full) as problems instead of exceptions. */
export async function withFileProblems<T>(
  task: () => Promise<Result<T, GitProblem>>,
): Promise<Result<T, GitProblem>> {
  try {
    return await task();
  } catch (error) {
    if (isFileError(error)) return err(fileProblem(error));
    throw error;
  }
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'path' in error;
}

function fileProblem(error: NodeJS.ErrnoException): GitProblem {
  const next =
    error.code === 'ENOSPC' || error.code === 'EDQUOT'
      ? 'free disk space'
      : `look at the permissions of ${error.path}, and whether something is mounted there`;
  return problem('failed', error.message, next);
}
