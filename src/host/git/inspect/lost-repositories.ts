import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ok, type Result } from '../../../base/result.ts';
import type { Gap } from './gap.ts';
import { fields, gitOutput } from '../command/git-output.ts';
import type { Problem } from '../../../base/problem.ts';
import { runGit, type GitPlace } from '../command/run-git.ts';

/** Mode of a nested repository in an index or a tree. */
export const linkMode = '160000';

/**
 * Finds nested repositories whose content a tree does not contain: it only records the id of their commit.
 *
 * @param links paths of those in the previous index
 */
export async function findLostRepositories(
  place: GitPlace,
  {
    env,
    links,
    signal,
  }: { env: Readonly<Record<string, string>>; links: string[]; signal: AbortSignal | undefined },
): Promise<Result<Gap[], Problem>> {
  const args = ['diff-index', '--cached', '--raw', '-z', '--no-renames', 'HEAD'];
  const changed = await gitOutput(place, args, { env, signal });
  if (!changed.ok) return changed;
  const newer = newerLinks(fields(changed.value));
  const gaps: Gap[] = newer.map((path) => ({
    path,
    why: `${path} is a repository of its own with commits that are saved nowhere else`,
  }));
  const known = await gitOutput(place, ['ls-files', '--stage', '-z'], { env, signal });
  if (!known.ok) return known;
  // The current index may have more: repositories that were committed as nested meanwhile.
  const all = new Set([...links, ...linksIn(fields(known.value))]);
  for (const path of all) {
    if (newer.includes(path)) continue;
    const why = await whatIsUnsaved({ ...place, directory: join(place.directory, path) }, signal);
    if (why) gaps.push({ path, why: `${path} is a repository of its own with ${why}` });
  }
  return ok(gaps);
}

/** @param fields of `--raw -z`: `:<mode> <mode> <id> <id> <status>` and a path, alternating */
function newerLinks(fields: string[]): string[] {
  const newer: string[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2)
    if (fields[at]?.split(' ')[1] === linkMode) newer.push(fields[at + 1] ?? '');
  return newer;
}

/** @param fields of `ls-files --stage -z`: `<mode> <id> <stage>`, a tab and a path each */
function linksIn(fields: string[]): string[] {
  return fields.flatMap((line) =>
    line.startsWith(`${linkMode} `) ? [line.slice(line.indexOf('\t') + 1)] : [],
  );
}

/**
 * Inspects a nested repository through its own git directory, which is removed with the worktree. One that cannot be
 * inspected counts as changed.
 */
async function whatIsUnsaved(
  { git, directory }: GitPlace,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  if (!(await lstat(join(directory, '.git')).catch(() => null))) return undefined;
  const place = { git, directory, trust: {} };
  const options = { env: { GIT_CEILING_DIRECTORIES: dirname(directory) }, signal };
  const says = async (...args: string[]) => {
    const answer = await runGit(place, args, options);
    return !answer.ok || answer.value.code !== 0 || answer.value.stdout.length > 0;
  };
  if (await says('status', '--porcelain', '-z')) return 'uncommitted changes';
  // Branches, stashes, and a detached HEAD; commits that its remotes have are safe there.
  if (
    await says('rev-list', '--max-count=1', 'HEAD', '--branches', '--glob=refs/stash', '--not', '--remotes')
  )
    return 'commits that no remote of it has';
  return undefined;
}
