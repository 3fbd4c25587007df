import { ok, type Result } from '../../../base/result.ts';
import { gitOutput } from '../command/git-output.ts';
import type { Problem } from '../../../base/problem.ts';
import type { GitPlace } from '../command/run-git.ts';

/** Creates a lightweight tag; succeeds if it already points to the commit. */
export async function createTag(
  place: GitPlace,
  tag: string,
  commit: string,
): Promise<Result<null, Problem>> {
  const made = await gitOutput(place, ['update-ref', '--no-deref', `refs/tags/${tag}`, commit]);
  return made.ok ? ok(null) : made;
}
