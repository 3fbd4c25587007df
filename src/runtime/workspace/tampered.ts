/**
 * Changes that sessions made to what git executes and to the servers it uses, until a person has looked at them. Without
 * this memory the next session would take the changed repository for how its owner wants it.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { TrustedFile } from '../../contract/answer.ts';
import { problem, type Problem } from '../../base/problem.ts';
import { replaceFile } from '../../host/git/files/replace-file.ts';
import type { Difference, Facts } from '../../host/git/inspect/difference.ts';
import { readExecutableConfig, readRemoteConfig } from '../../host/git/inspect/executable-config.ts';
import { openRepository, type Repository } from '../../host/git/repository/repository.ts';
import type { Deps } from '../deps.ts';

export interface TamperedRepository {
  /** The git directory that all checkouts share. */
  repository: string;
  /** By name of what was changed. */
  changes: Record<string, Change>;
}

interface Change {
  session: string;
  detail: string;
  /** The value that the session left; absent where it removed what was there. */
  left?: string;
}

type Memory = Pick<Deps, 'paths'>;

/** @param facts the repository as the session left it */
export async function remember(
  { paths }: Memory,
  { commonDir }: Pick<Repository, 'commonDir'>,
  session: string,
  found: readonly Difference[],
  facts: Facts,
): Promise<void> {
  // What is wrong with one session's worktree is of no concern to the next.
  const shared = found.filter(({ what }) => !what.startsWith('worktree '));
  if (shared.length === 0) return;
  const file = fileOf(paths.tampered, commonDir);
  const changes = read(file)?.changes ?? {};
  for (const { what, detail } of shared) {
    const left = facts[what];
    changes[what] ??= { session, detail, ...(left !== undefined && { left }) };
  }
  mkdirSync(paths.tampered, { recursive: true, mode: 0o700 });
  await replaceFile(file, JSON.stringify({ repository: commonDir, changes } satisfies TamperedRepository));
}

/** @returns why no session starts in a repository: it still is as an earlier one left it, and nobody has looked */
export async function refuseTampered(
  { paths, git }: Memory & Pick<Deps, 'git'>,
  repo: string,
): Promise<Problem | undefined> {
  // Most users never have one: then nothing else is looked at.
  if (!statSync(paths.tampered, { throwIfNoEntry: false })) return undefined;
  const repository = await openRepository(git, repo);
  if (!repository.ok) return undefined;
  const file = fileOf(paths.tampered, repository.value.commonDir);
  const tampered = read(file);
  if (!tampered) return undefined;
  const facts = await readFacts(repository.value);
  const still = Object.entries(tampered.changes).filter(([what, { left }]) => facts[what] === left);
  const [first] = still;
  if (!first) {
    rmSync(file, { force: true });
    return undefined;
  }
  const [what, { session, detail }] = first;
  const more = still.length > 1 ? ` and ${still.length - 1} more` : '';
  return problem(
    'forbidden',
    `session ${session} changed this repository: ${what} (${detail})${more}`,
    `try: change it back, or accept it with: fairlead trust ${repo}`,
  );
}

export async function listTampering(
  { paths, git }: Memory & Pick<Deps, 'git'>,
  repo: string,
): Promise<TamperedRepository | null> {
  const repository = await openRepository(git, repo);
  return (repository.ok && read(fileOf(paths.tampered, repository.value.commonDir))) || null;
}

export function describeTampering({ repository, changes }: TamperedRepository): TrustedFile {
  return {
    path: repository,
    does: Object.entries(changes).map(([what, { detail }]) => `${what}: ${detail}`),
  };
}

/** A person has looked at these changes and wants the repository so. Changes that came later are still to be looked at. */
export async function acceptTampering(
  { paths }: Memory,
  { repository, changes: seen }: TamperedRepository,
): Promise<void> {
  const file = fileOf(paths.tampered, repository);
  const changes = Object.fromEntries(
    Object.entries(read(file)?.changes ?? {}).filter(
      ([what, { session, left }]) => seen[what]?.session !== session || seen[what].left !== left,
    ),
  );
  if (Object.keys(changes).length === 0) rmSync(file, { force: true });
  else await replaceFile(file, JSON.stringify({ repository, changes } satisfies TamperedRepository));
}

async function readFacts(repository: Repository): Promise<Facts> {
  const [executable, remotes] = [await readExecutableConfig(repository), await readRemoteConfig(repository)];
  return { ...(executable.ok && executable.value), ...(remotes.ok && remotes.value) };
}

function fileOf(directory: string, commonDir: string): string {
  return join(directory, `${createHash('sha256').update(commonDir).digest('hex').slice(0, 16)}.json`);
}

/** One that cannot be read was torn by a full disk or a power cut: what it said is in the log of its session as well. */
function read(file: string): TamperedRepository | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as TamperedRepository;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
