import { join } from 'node:path';
import { ok, type Result } from '../../../base/result.ts';
import { discardWorktree, emptyTrash } from './discard-worktree.ts';
import { withFileProblems } from '../files/with-file-problems.ts';
import type { Problem } from '../../../base/problem.ts';
import { replaceFile } from '../files/replace-file.ts';
import type { Repository } from '../repository/repository.ts';
import { withRepositoryLock } from '../repository/with-repository-lock.ts';
import { repositoryFolder } from './worktree-path.ts';
import { isUnfinished, listWorktrees, readEntry, type WorktreeEntry } from './worktree-entry.ts';
import { checkWorktree, entryDirectory, type Worktree } from './worktree.ts';

export interface RepairWorktrees {
  readonly repository: Repository;
  /** The directory that all worktrees are below. */
  readonly root: string;
  /** The worktree of an entry, as it was recorded; null for entries of others, which are never touched. */
  readonly known: (entry: WorktreeEntry) => Worktree | null;
  readonly signal?: AbortSignal | undefined;
}

export interface RepairedWorktree {
  readonly id: string;
  /**
   * `removed`: it was left half made or half removed, and all of it but its branch is gone. `mended`: it was complete, but
   * its entry had been damaged so that git died on it, and is whole again.
   */
  readonly done: 'removed' | 'mended';
}

/**
 * To be called when a process begins to work on a repository: removes what an earlier one left half done, and mends
 * entries that keep git from working. Run twice, it does nothing the second time.
 */
export function repairWorktrees(request: RepairWorktrees): Promise<Result<RepairedWorktree[], Problem>> {
  return withFileProblems(() =>
    withRepositoryLock(request.repository, request.signal, async () => {
      const { repository, root } = request;
      const repaired: RepairedWorktree[] = [];
      for (const listed of await listWorktrees(repository)) {
        const worktree = request.known(listed);
        if (worktree === null || worktree.id !== listed.name) continue;
        // Read again: what was being made when it was listed, and is known as made by now, is complete.
        const entry = await readEntry(repository, worktree.id);
        if (entry === null) continue;
        const path = await checkWorktree(root, worktree);
        if (!path.ok) return path;
        if (entry.path !== null && entry.path !== path.value) continue;
        if (isUnfinished(entry)) {
          await (
            await discardWorktree(repository, worktree.id, path.value)
          )();
          repaired.push({ id: worktree.id, done: 'removed' });
        } else if (entry.broken) {
          await mend(repository, { ...worktree, path: path.value });
          repaired.push({ id: worktree.id, done: 'mended' });
        }
      }
      await emptyTrash(repository, repositoryFolder(root, repository));
      return ok(repaired);
    }),
  );
}

/** Writes anew what is missing; every file of an entry but its index follows from the record. */
async function mend(repository: Repository, { id, path, branch }: Worktree): Promise<void> {
  const content = { commondir: '../..', gitdir: join(path, '.git'), HEAD: `ref: refs/heads/${branch}` };
  for (;;) {
    const broken = (await readEntry(repository, id))?.broken;
    if (!broken) return;
    await replaceFile(join(entryDirectory(repository, id), broken), `${content[broken]}\n`);
  }
}
