import { err, ok, type Result } from '../../../base/result.ts';
import { explainFailure } from '../command/explain-failure.ts';
import type { Problem } from '../../../base/problem.ts';
import { runGit, type GitPlace } from '../command/run-git.ts';

/** Whether `descendant` contains `ancestor`. Both are full ids. */
export async function isAncestor(
  place: GitPlace,
  ancestor: string,
  descendant: string,
  signal?: AbortSignal,
): Promise<Result<boolean, Problem>> {
  const args = ['merge-base', '--is-ancestor', ancestor, descendant];
  const asked = await runGit(place, args, { signal });
  if (!asked.ok) return asked;
  if (asked.value.code > 1) return err(explainFailure(place, args, asked.value));
  return ok(asked.value.code === 0);
}
