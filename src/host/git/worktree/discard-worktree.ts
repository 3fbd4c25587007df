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
 * Removes a worktree of fairlead from the repository, whatever its state, and returns the work left to do without the
 * repository's lock: deleting its files. The directory and git's entry are first moved away, so that no process sees
 * them partly deleted.
 *
 * @param path from `checkWorktree`
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

/** Deletes files that a process left when it was killed while deleting. */
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
