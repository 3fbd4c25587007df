/**
 * Reads git's entries for worktrees file by file (gitrepository-layout: worktrees/<id>). `git worktree list` fails as
 * soon as any entry has an empty `commondir`, which is when a list is most needed.
 */
import { lstat, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isMissing, readRegularFile } from '../files/read-regular-file.ts';
import { replaceFile } from '../files/replace-file.ts';
import type { Repository } from '../repository/repository.ts';
import { entryDirectory } from './worktree.ts';

export interface WorktreeEntry {
  /** Name of the entry; the id for one of fairlead's. */
  readonly name: string;
  /** Absolute path of the worktree; null if the entry has none. */
  readonly path: string | null;
  /** The reason of its lock; null if it is not locked. */
  readonly reason: string | null;
  /** Content of HEAD: a branch, or the id of a commit; null for neither, or if refs are not kept in files. */
  readonly head: { readonly branch: string } | { readonly commit: string } | null;
  /** The missing or empty file that makes the entry unusable for git; null if there is none. */
  readonly broken: 'commondir' | 'gitdir' | 'HEAD' | null;
}

/** Lists all entries except the main checkout. Takes no lock, and needs none. */
export async function listWorktrees(repository: Repository): Promise<WorktreeEntry[]> {
  const names = await readdir(join(repository.commonDir, 'worktrees')).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const entries = await Promise.all(names.map((name) => readEntry(repository, name)));
  return entries.filter((entry) => entry !== null);
}

/** @returns null if no entry has this name */
export async function readEntry(repository: Repository, name: string): Promise<WorktreeEntry | null> {
  const directory = entryDirectory(repository, name);
  const found = await lstat(directory).catch(() => null);
  if (!found?.isDirectory()) return null;
  const content = async (file: string) => {
    const bytes = await readRegularFile(join(directory, file));
    return bytes?.toString('utf8').replace(/\n$/, '') ?? null;
  };
  const commondir = await content('commondir');
  const gitdir = await content('gitdir');
  const head = await content('HEAD');
  return {
    name,
    path: gitdir ? resolve(directory, gitdir, '..') : null,
    reason: await content('locked'),
    head: headOf(head ?? ''),
    broken: !commondir ? 'commondir' : !gitdir ? 'gitdir' : !head ? 'HEAD' : null,
  };
}

function headOf(text: string): WorktreeEntry['head'] {
  const branch = /^ref: refs\/heads\/(.+)$/.exec(text)?.[1];
  // If refs are in tables, the file only says that HEAD is elsewhere.
  if (branch === '.invalid') return null;
  if (branch !== undefined) return { branch };
  return /^[0-9a-f]{40,64}$/.test(text) ? { commit: text } : null;
}

/** Suffix of the reason while an entry is being created or removed. */
const unfinished = ' (unfinished)';

export function unfinishedReason(reason: string): string {
  return reason + unfinished;
}

/**
 * Whether an entry was left while it was being created or removed. Git writes the reason first, so an unusable entry
 * without a reason is one over which git was killed.
 */
export function isUnfinished({ reason, broken }: WorktreeEntry): boolean {
  if (!reason) return broken !== null;
  return reason === 'initializing' || reason.endsWith(unfinished);
}

/** Rewrites the reason of a lock; git's own command would unlock the entry for a moment. */
export function writeReason(repository: Repository, id: string, reason: string): Promise<void> {
  return replaceFile(join(entryDirectory(repository, id), 'locked'), reason);
}
