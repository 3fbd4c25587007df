import { keepStart } from '../../../base/cut-text.ts';
import { err, ok, type Result } from '../../../base/result.ts';
import { problem, type Problem } from '../../../base/problem.ts';
import { runGit, type GitPlace } from '../command/run-git.ts';

/**
 * Resolves a revision from a person (`main`, `HEAD~2`, `v1.0`, an id) to the full id of a commit. Invalid names are
 * refused before git sees them; git gets the rest after `--end-of-options`.
 */
export async function resolveCommit(
  place: GitPlace,
  revision: string,
  signal?: AbortSignal,
): Promise<Result<string, Problem>> {
  if (!isPlain(revision))
    return err(
      problem('invalid', `${quote(revision)} is not the name of a commit`, 'give a branch, a tag or an id'),
    );
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const found = await runGit(place, args, { signal });
  if (!found.ok) return found;
  const id = found.value.stdout.toString('utf8').trim();
  if (found.value.code === 0 && /^[0-9a-f]{40,64}$/.test(id)) return ok(id);
  return err(
    problem(
      'invalid',
      `commit not found in ${place.directory}: ${quote(revision)}`,
      'git branch -a, or git tag',
    ),
  );
}

/** Not an option, and without invisible characters: controls, formats such as U+202E, unusual spaces. */
function isPlain(revision: string): boolean {
  return (
    revision.length > 0 &&
    revision.length <= 1_000 &&
    !revision.startsWith('-') &&
    !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(revision)
  );
}

/** For a message: short, and without control sequences. */
function quote(revision: string): string {
  return JSON.stringify(keepStart(revision, 80).replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '?'));
}
