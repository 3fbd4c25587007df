/** Opens repositories so that git runs only programs that the user trusts. */
import type { Problem } from '../../base/problem.ts';
import { ok, type Result } from '../../base/result.ts';
import { readGitPrograms, usedPrograms, type GitProgram } from '../../host/git/repository/git-programs.ts';
import { openRepository, type Repository } from '../../host/git/repository/repository.ts';
import type { Deps } from '../deps.ts';

type Needed = Pick<Deps, 'git' | 'configuration'>;

/** Opens the repository of a directory. A trusted filter runs only while its settings have the trusted values. */
export async function openTrusted(
  { git, configuration }: Needed,
  directory: string,
  signal?: AbortSignal,
): Promise<Result<Repository, Problem>> {
  const opened = await openRepository(git, directory, signal ? { signal } : {});
  if (!opened.ok) return opened;
  const programs = await readGitPrograms(opened.value, signal);
  if (!programs.ok) return programs;
  const trusted = programs.value.filter((program) => isTrusted(opened.value, program, configuration));
  const trust = Object.assign({}, ...trusted.map(({ settings }) => settings)) as Record<string, string>;
  return ok({ ...opened.value, trust });
}

/** A program in git's configuration, in the form that trust in files uses. */
export interface TrustableProgram {
  path: string;
  content: Buffer;
  does: string[];
}

/** Returns the programs that git would run in this repository; unused ones are left out. */
export async function findTrustablePrograms(
  repository: Repository,
): Promise<Result<TrustableProgram[], Problem>> {
  const programs = await readGitPrograms(repository);
  if (!programs.ok) return programs;
  const used = await usedPrograms(repository, programs.value);
  return used.ok ? ok(used.value.map(trustable)) : used;
}

/**
 * Returns the names of the programs that the repository uses and that the user does not trust in their current form.
 */
export async function findUntrustedPrograms(
  repository: Repository,
  configuration: Pick<Deps['configuration'], 'trusts'>,
): Promise<Result<string[], Problem>> {
  const programs = await readGitPrograms(repository);
  if (!programs.ok) return programs;
  const used = await usedPrograms(repository, programs.value);
  if (!used.ok) return used;
  const unknown = used.value.filter((program) => !isTrusted(repository, program, configuration));
  return ok(unknown.map(({ name }) => name));
}

/** All checkouts of a repository share its configuration, so trust applies to all of them. */
function isTrusted(
  { commonDir }: Repository,
  program: GitProgram,
  configuration: Pick<Deps['configuration'], 'trusts'>,
): boolean {
  const { path, content } = trustable(program);
  return configuration.trusts(commonDir, path, content);
}

/** The colon distinguishes it from files of the git directory. */
function trustable({ name, settings }: GitProgram): TrustableProgram {
  const entries = Object.entries(settings).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const runs = entries.filter(([key, value]) => value !== '' && !key.endsWith('.required'));
  return {
    path: `git: ${name}`,
    content: Buffer.from(JSON.stringify(entries)),
    does: runs.map(([key, value]) => `runs ${value} (${key})`),
  };
}
