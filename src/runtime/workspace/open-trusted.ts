/** Repositories are opened here, so that the programs that the user trusts in them run, and no other. */
import type { Problem } from '../../base/problem.ts';
import { ok, type Result } from '../../base/result.ts';
import { readGitPrograms, usedPrograms, type GitProgram } from '../../host/git/repository/git-programs.ts';
import { openRepository, type Repository } from '../../host/git/repository/repository.ts';
import type { Deps } from '../deps.ts';

type Needed = Pick<Deps, 'git' | 'configuration'>;

/**
 * Opens the repository that a directory is in. A filter that the user trusts runs with the values that he trusted; where
 * they have changed it does not run.
 */
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

/** A program of git's configuration in the form in which trust is given to files. */
export interface TrustableProgram {
  path: string;
  content: Buffer;
  does: string[];
}

/** Programs that git would run in this repository, used ones only. */
export async function findTrustablePrograms(
  repository: Repository,
): Promise<Result<TrustableProgram[], Problem>> {
  const programs = await readGitPrograms(repository);
  if (!programs.ok) return programs;
  const used = await usedPrograms(repository, programs.value);
  return used.ok ? ok(used.value.map(trustable)) : used;
}

/** Names of the programs that the repository uses and the user does not trust as they are now. */
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

/** All checkouts of a repository share its configuration, and so the trust in it. */
function isTrusted(
  { commonDir }: Repository,
  program: GitProgram,
  configuration: Pick<Deps['configuration'], 'trusts'>,
): boolean {
  const { path, content } = trustable(program);
  return configuration.trusts(commonDir, path, content);
}

/** The colon keeps it apart from the files of a git directory. */
function trustable({ name, settings }: GitProgram): TrustableProgram {
  const entries = Object.entries(settings).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const runs = entries.filter(([key, value]) => value !== '' && !key.endsWith('.required'));
  return {
    path: `git: ${name}`,
    content: Buffer.from(JSON.stringify(entries)),
    does: runs.map(([key, value]) => `runs ${value} (${key})`),
  };
}
