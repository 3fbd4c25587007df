import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { endOrphans } from './end-orphans.ts';
import { ourDirectory } from '../repository/names.ts';
import { isMissing } from '../files/read-regular-file.ts';
import { removeTree } from '../files/remove-tree.ts';
import type { Repository } from '../repository/repository.ts';
import { entryDirectory, type Worktree } from './worktree.ts';

/**
 * Takes a worktree of ours out of the repository, whatever state it is in, and returns what is left to be done without
 * the repository's lock: to delete its files. Both the directory and git's entry are first moved out of the way, so
 * that nobody ever sees them half deleted.
 *
 * @param path as `checkWorktree` gave it
 */
export async function discardWorktree(
  repository: Repository,
  id: Worktree['id'],
  path: string,
): Promise<() => Promise<void>> {
  await endOrphans(id);
  const trash = join(dirname(path), `${trashPrefix}${id}-${random()}`);
  await moveIfThere(path, trash);

  const ours = join(repository.commonDir, ourDirectory);
  await mkdir(ours, { recursive: true });
  const entryTrash = join(ours, `${trashPrefix}${id}-${random()}`);
  await moveIfThere(entryDirectory(repository, id), entryTrash);
  await removeTree(entryTrash);
  return () => removeTree(trash);
}

/** Deletes what a process that was killed while deleting has left. */
export async function emptyTrash(repository: Repository, folder: string): Promise<void> {
  for (const directory of [join(repository.commonDir, ourDirectory), folder]) {
    const names = await readdir(directory).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    for (const name of names) if (name.startsWith(trashPrefix)) await removeTree(join(directory, name));
  }
}

const trashPrefix = '.removed-';

function random(): string {
  return randomBytes(4).toString('hex');
}

async function moveIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}
