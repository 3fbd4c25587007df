import { err, ok, type Result } from '../../../base/result.ts';
import { problem, type Problem } from '../../../base/problem.ts';
import { runProgram } from '../command/run-program.ts';

/**
 * Returns the disk usage of the files below a directory in bytes, as `du` counts it: hard links once, without other
 * file systems. Uses a separate process, because a worktree with dependencies has a hundred thousand files.
 */
export async function worktreeBytes(path: string, signal?: AbortSignal): Promise<Result<number, Problem>> {
  const outcome = await runProgram({
    file: 'du',
    args: ['-skx', '--', path],
    cwd: '/',
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' },
    maxBytes: 64 * 1024,
    whenFull: 'drop',
    timeoutMs: 600_000,
    signal,
  });
  // If a file disappears meanwhile, du exits with 1; the total is still valid.
  const kibibytes = outcome.kind === 'ended' ? /^(\d+)\t/.exec(outcome.stdout.toString('latin1')) : null;
  if (kibibytes) return ok(Number(kibibytes[1]) * 1024);
  return err(
    problem('environment', `the size of ${path} could not be found out`, 'see whether it exists: du -sk'),
  );
}
