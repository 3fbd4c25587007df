/**
 * git's entries for worktrees, read file by file (gitrepository-layout: worktrees/<id>). `git worktree list` dies as soon
 * as one entry, of whomever, has an empty `commondir`, which is when they need to be listed most.
 */
import { lstat, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isMissing, readRegularFile } from '../files/read-regular-file.ts';
import { replaceFile } from '../files/replace-file.ts';
import type { Repository } from '../repository/repository.ts';
import { entryDirectory } from './worktree.ts';

export interface WorktreeEntry {
  /** Name of the entry; the id, for one of ours. */
  readonly name: string;
  /** Absolute path of the worktree; null when the entry does not say. */
  readonly path: string | null;
  /** Why it is locked; null when it is not. */
  readonly reason: string | null;
  /** What HEAD says: a branch, or the id of a commit; null for neither, or when refs are not kept in files. */
  readonly head: { readonly branch: string } | { readonly commit: string } | null;
  /** The file that is missing or empty, so that git cannot use the entry; null when it can. */
  readonly broken: 'commondir' | 'gitdir' | 'HEAD' | null;
}

/** Every entry but that of the main checkout, ours and others'. Takes no lock, and none is needed. */
export async function listWorktrees(repository: Repository): Promise<WorktreeEntry[]> {
  const names = await readdir(join(repository.commonDir, 'worktrees')).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const entries = await Promise.all(names.map((name) => readEntry(repository, name)));
  return entries.filter((entry) => entry !== null);
}

/** @returns null when there is no entry of this name */
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
  // Where refs are in tables, the file only says that HEAD is elsewhere.
  if (branch === '.invalid') return null;
  if (branch !== undefined) return { branch };
  return /^[0-9a-f]{40,64}$/.test(text) ? { commit: text } : null;
}

/** What stands behind the reason of an entry of ours while it is being made or removed. */
const unfinished = ' (unfinished)';

export function unfinishedReason(reason: string): string {
  return reason + unfinished;
}

/**
 * Whether an entry of ours was left in the middle of being made or removed. Git writes the reason before all else, so an
 * entry without one that git cannot use is one that git was killed over.
 */
export function isUnfinished({ reason, broken }: WorktreeEntry): boolean {
  if (!reason) return broken !== null;
  return reason === 'initializing' || reason.endsWith(unfinished);
}

/** Says anew why an entry is locked; git's own command would unlock it for a moment. */
export function writeReason(repository: Repository, id: string, reason: string): Promise<void> {
  return replaceFile(join(entryDirectory(repository, id), 'locked'), reason);
}
