import { ok, type Result } from '../../../base/result.ts';
import { gitOutput } from '../command/git-output.ts';
import type { Problem } from '../../../base/problem.ts';
import type { GitPlace } from '../command/run-git.ts';

/** Returns the changes of some files between two commits as a unified diff. */
export async function patchBetween(
  place: GitPlace,
  from: string,
  to: string,
  files: readonly string[],
): Promise<Result<string, Problem>> {
  const args = ['diff-tree', '-p', '--no-ext-diff', '--no-textconv', from, to, '--', ...files];
  const patch = await gitOutput(place, args, { env: { GIT_LITERAL_PATHSPECS: '1' } });
  return patch.ok ? ok(patch.value.toString('utf8')) : patch;
}
