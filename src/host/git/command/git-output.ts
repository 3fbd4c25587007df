import { err, ok, type Result } from '../../../base/result.ts';
import { explainFailure } from './explain-failure.ts';
import type { Problem } from '../../../base/problem.ts';
import { runGit, type GitOptions, type GitPlace } from './run-git.ts';

/** Runs git and treats any exit status but 0 as a failure. @returns its output, raw */
export async function gitOutput(
  place: GitPlace,
  args: readonly string[],
  options: GitOptions = {},
): Promise<Result<Buffer, Problem>> {
  const outcome = await runGit(place, args, options);
  if (!outcome.ok) return outcome;
  if (outcome.value.code !== 0) return err(explainFailure(place, args, outcome.value));
  return ok(outcome.value.stdout);
}

/** Like {@link gitOutput}. @returns the output without the newline at the end: an id, a path, a name */
export async function gitLine(
  place: GitPlace,
  args: readonly string[],
  options: GitOptions = {},
): Promise<Result<string, Problem>> {
  const output = await gitOutput(place, args, options);
  return output.ok ? ok(output.value.toString('utf8').replace(/\n$/, '')) : output;
}

/** Splits output of git with `-z`. Every field ends in NUL. */
export function fields(output: Buffer): string[] {
  return output.toString('utf8').split('\0').slice(0, -1);
}
