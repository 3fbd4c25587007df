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
  /** The parent directory of all worktrees. */
  readonly root: string;
  /** The recorded worktree of an entry; null for entries of others, which are never changed. */
  readonly known: (entry: WorktreeEntry) => Worktree | null;
  readonly signal?: AbortSignal | undefined;
}

export interface RepairedWorktree {
  readonly id: string;
  /**
   * `removed`: it was partly created or partly removed, and is removed except its branch. `mended`: it was complete,
   * but its entry was damaged so that git failed, and is repaired.
   */
  readonly done: 'removed' | 'mended';
}

/**
 * Call it when a process begins to work on a repository: removes what an earlier process left incomplete, and repairs
 * entries that keep git from working. A second run does nothing.
 */
export function repairWorktrees(request: RepairWorktrees): Promise<Result<RepairedWorktree[], Problem>> {
  return withFileProblems(() =>
    withRepositoryLock(request.repository, request.signal, async () => {
      const { repository, root } = request;
      const repaired: RepairedWorktree[] = [];
      for (const listed of await listWorktrees(repository)) {
        const worktree = request.known(listed);
        if (worktree === null || worktree.id !== listed.name) continue;
        // Read again: an entry that was in progress when it was listed may be complete now.
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

/** Rewrites missing files; every file of an entry except its index follows from the record. */
async function mend(repository: Repository, { id, path, branch }: Worktree): Promise<void> {
  const content = { commondir: '../..', gitdir: join(path, '.git'), HEAD: `ref: refs/heads/${branch}` };
  for (;;) {
    const broken = (await readEntry(repository, id))?.broken;
    if (!broken) return;
    await replaceFile(join(entryDirectory(repository, id), broken), `${content[broken]}\n`);
  }
}
