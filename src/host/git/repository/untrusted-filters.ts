import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '../../../base/result.ts';
import { fields, gitOutput } from '../command/git-output.ts';
import type { Trust } from '../command/hardening.ts';
import { problem, type Problem } from '../../../base/problem.ts';
import type { GitOptions, GitPlace } from '../command/run-git.ts';
import { removeTree } from '../files/remove-tree.ts';
import { withFileProblems } from '../files/with-file-problems.ts';
import { readSettings, type Setting } from './read-settings.ts';

/**
 * Names of configured content filters, `lfs` for example, that the user has not trusted. They do not run: files that
 * use them have their stored form in worktrees.
 */
export function untrustedFilters(settings: readonly Setting[], trust: Trust): string[] {
  const names = new Set<string>();
  for (const { key, value } of settings) {
    const name = /^filter\.(.+)\.(clean|smudge|process)$/s.exec(key)?.[1];
    if (name !== undefined && value !== '' && trust[key] === undefined) names.add(name);
  }
  return [...names];
}

interface Filtered {
  path: string;
  filter: string;
}

/** @returns those of `paths` that would use one of the filters, by the attributes in the working tree or in `tree` */
async function findFiltered(
  place: GitPlace,
  { paths, filters, tree }: { paths: readonly string[]; filters: readonly string[]; tree: string },
  signal?: AbortSignal,
): Promise<Result<Filtered[], Problem>> {
  const now = await ask(place, paths, filters, { signal });
  if (!now.ok) return now;
  return withFileProblems(async () => {
    const directory = await mkdtemp(join(place.git.scratch, 'attributes-'));
    try {
      // `check-attr --source` reads a tree since git 2.40; an index works in every version.
      const env = { GIT_INDEX_FILE: join(directory, 'index') };
      const read = await gitOutput(place, ['read-tree', tree], { env, signal });
      if (!read.ok) return read;
      const then = await ask(place, paths, filters, { env, signal }, '--cached');
      return then.ok ? ok([...now.value, ...then.value]) : then;
    } finally {
      await removeTree(directory);
    }
  });
}

async function ask(
  place: GitPlace,
  paths: readonly string[],
  filters: readonly string[],
  options: GitOptions,
  ...from: string[]
): Promise<Result<Filtered[], Problem>> {
  const input = paths.map((path) => `${path}\0`).join('');
  const args = ['check-attr', ...from, '-z', '--stdin', 'filter'];
  const answer = await gitOutput(place, args, { ...options, input });
  if (!answer.ok) return answer;
  // Three fields each: path, attribute, value.
  const parts = fields(answer.value);
  const found: Filtered[] = [];
  for (let at = 0; at + 2 < parts.length; at += 3) {
    const [path = '', , filter = ''] = parts.slice(at, at + 3);
    if (filters.includes(filter)) found.push({ path, filter });
  }
  return ok(found);
}

/** Refuses if one of the paths would use a filter that does not run. */
export async function refuseFiltered(
  place: GitPlace,
  { paths, tree }: { paths: readonly string[]; tree: string },
  signal?: AbortSignal,
): Promise<Result<null, Problem>> {
  const settings = await readSettings(place, signal);
  if (!settings.ok) return settings;
  const filters = untrustedFilters(settings.value, place.trust);
  if (filters.length === 0 || paths.length === 0) return ok(null);
  const filtered = await findFiltered(place, { paths, filters, tree }, signal);
  if (!filtered.ok) return filtered;
  const [first] = filtered.value;
  if (first === undefined) return ok(null);
  return err(
    problem(
      'unsafe',
      `the git filter ${first.filter} is not trusted and would have to run for ${first.path}`,
      `review it, then fairlead trust ${place.directory}`,
    ),
  );
}
