import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ok, type Result } from '../../../base/result.ts';
import type { Gap } from './gap.ts';
import { fields, gitOutput } from '../command/git-output.ts';
import type { GitProblem } from '../command/problem.ts';
import { runGit, type GitPlace } from '../command/run-git.ts';

/** Mode of a nested repository in an index or a tree. */
export const linkMode = '160000';

/**
 * Nested repositories whose content a tree does not hold: it keeps the id of their commit and nothing else.
 *
 * @param links paths of those that the index knew before
 */
export async function findLostRepositories(
  place: GitPlace,
  {
    env,
    links,
    signal,
  }: { env: Readonly<Record<string, string>>; links: string[]; signal: AbortSignal | undefined },
): Promise<Result<Gap[], GitProblem>> {
  const args = ['diff-index', '--cached', '--raw', '-z', '--no-renames', 'HEAD'];
  const changed = await gitOutput(place, args, { env, signal });
  if (!changed.ok) return changed;
  const newer = newerLinks(fields(changed.value));
  const gaps: Gap[] = newer.map((path) => ({
    path,
    why: `${path} is a repository of its own with commits that are saved nowhere else`,
  }));
  for (const path of links) {
    if (newer.includes(path)) continue;
    if (await isDirty({ ...place, directory: join(place.directory, path) }, signal))
      gaps.push({ path, why: `${path} is a repository of its own with uncommitted changes` });
  }
  return ok(gaps);
}

/** @param fields of `--raw -z`: `:<mode> <mode> <id> <id> <status>` and a path, in turns */
function newerLinks(fields: string[]): string[] {
  const newer: string[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2)
    if (fields[at]?.split(' ')[1] === linkMode) newer.push(fields[at + 1] ?? '');
  return newer;
}

/** Looks into a nested repository by its own git directory; what cannot be looked into counts as dirty. */
async function isDirty({ git, directory }: GitPlace, signal: AbortSignal | undefined): Promise<boolean> {
  if (!(await lstat(join(directory, '.git')).catch(() => null))) return false;
  const status = await runGit({ git, directory, trust: {} }, ['status', '--porcelain', '-z'], {
    env: { GIT_CEILING_DIRECTORIES: dirname(directory) },
    signal,
  });
  return !status.ok || status.value.code !== 0 || status.value.stdout.length > 0;
}
