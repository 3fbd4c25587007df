/**
 * Stores changes that sessions made to programs and servers that git uses, until a person reviews them. Otherwise the
 * next session would take the changed repository as intended by its owner.
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
  /** By the name of the changed file or setting. */
  changes: Record<string, Change>;
}

interface Change {
  session: string;
  detail: string;
  /** The value after the session; absent if the session removed it. */
  left?: string;
}

type Memory = Pick<Deps, 'paths'>;

/** @param facts the state of the repository after the session */
export async function remember(
  { paths }: Memory,
  { commonDir }: Pick<Repository, 'commonDir'>,
  session: string,
  found: readonly Difference[],
  facts: Facts,
): Promise<void> {
  // Changes to one session's worktree do not affect the next session.
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

/**
 * @returns the reason why no session may start in a repository: changes of an earlier session are still there and
 * unreviewed
 */
export async function refuseTampered(
  { paths, git }: Memory & Pick<Deps, 'git'>,
  repo: string,
): Promise<Problem | undefined> {
  // Most users never have such a change, so the common case costs one call.
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

/** Accepts the changes that a person reviewed. Later changes still need a review. */
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

/**
 * Returns undefined for a record that a full disk or a power failure damaged: the session's log has the same changes.
 */
function read(file: string): TamperedRepository | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as TamperedRepository;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
