import { ok, type Result } from '../../../base/result.ts';
import { fields, gitOutput } from '../command/git-output.ts';
import type { Trust } from '../command/hardening.ts';
import type { GitProblem } from '../command/problem.ts';
import type { GitPlace } from '../command/run-git.ts';
import type { Setting } from './read-settings.ts';

/**
 * Names of content filters, `lfs` for example, that the configuration has and the user has not trusted. They do not run:
 * files that pass through them have their stored form in worktrees.
 */
export function untrustedFilters(settings: readonly Setting[], trust: Trust): string[] {
  const names = new Set<string>();
  for (const { key, value } of settings) {
    const name = /^filter\.(.+)\.(clean|smudge|process)$/s.exec(key)?.[1];
    if (name !== undefined && value !== '' && trust[key] === undefined) names.add(name);
  }
  return [...names];
}

/** @returns those of `paths` that would pass through one of the filters, by the attributes in the working tree */
export async function findFiltered(
  place: GitPlace,
  paths: readonly string[],
  filters: readonly string[],
  signal?: AbortSignal,
): Promise<Result<string[], GitProblem>> {
  const input = paths.map((path) => `${path}\0`).join('');
  const answer = await gitOutput(place, ['check-attr', '-z', '--stdin', 'filter'], { input, signal });
  if (!answer.ok) return answer;
  // Three fields each: path, attribute, value.
  const parts = fields(answer.value);
  return ok(parts.filter((_, at) => at % 3 === 0 && filters.includes(parts[at + 2] ?? '')));
}
