import { err, type Result } from '../../../base/result.ts';
import { problem, type Problem } from '../../../base/problem.ts';

/** Runs `task` and returns failures of the file system (no permission, disk full) as problems. */
export async function withFileProblems<T>(
  task: () => Promise<Result<T, Problem>>,
): Promise<Result<T, Problem>> {
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

function fileProblem(error: NodeJS.ErrnoException): Problem {
  const next =
    error.code === 'ENOSPC' || error.code === 'EDQUOT'
      ? 'free disk space'
      : `look at the permissions of ${error.path}, and whether something is mounted there`;
  return problem('environment', error.message, next);
}
