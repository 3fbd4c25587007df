import { lstat, readdir } from 'node:fs/promises';
import { err, ok, type Result } from '../../../base/result.ts';
import { branchTip, deleteBranch } from '../repository/branch.ts';
import { findCheckouts } from '../repository/checkouts.ts';
import { discardWorktree } from './discard-worktree.ts';
import { withFileProblems } from '../files/with-file-problems.ts';
import { problem, type Problem } from '../../../base/problem.ts';
import type { Repository } from '../repository/repository.ts';
import { salvageBranch, salvageWorktree, type Salvage } from '../salvage/salvage.ts';
import { listSalvages } from '../salvage/salvages.ts';
import { withRepositoryLock } from '../repository/with-repository-lock.ts';
import {
  isUnfinished,
  readEntry,
  unfinishedReason,
  writeReason,
  type WorktreeEntry,
} from './worktree-entry.ts';
import { checkWorktree, type Worktree } from './worktree.ts';

export interface RemoveWorktree {
  readonly repository: Repository;
  /** The parent directory of all worktrees. */
  readonly root: string;
  readonly worktree: Worktree;
  readonly branch: 'keep' | 'delete';
  /** Removes it even if not everything can be saved. */
  readonly acceptLoss?: boolean;
  /** False if it contains no work (default: true). */
  readonly save?: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface RemovedWorktree {
  /** What was saved; null if there was nothing to save. */
  readonly salvage: Salvage | null;
  /** The last commit of the worktree's branch; null without a branch. */
  readonly branchTip: string | null;
}

/**
 * Saves a worktree, removes it, and verifies that it is gone. Refuses if not everything could be saved. No process
 * may work in the worktree any more. Called again after a crash, it removes the rest.
 */
export function removeWorktree(request: RemoveWorktree): Promise<Result<RemovedWorktree, Problem>> {
  return withFileProblems(() => remove(request));
}

async function remove(request: RemoveWorktree): Promise<Result<RemovedWorktree, Problem>> {
  const { repository, root, acceptLoss, signal } = request;
  const checked = await checkWorktree(root, request.worktree);
  if (!checked.ok) return checked;
  const worktree = { ...request.worktree, path: checked.value };
  const entry = await readEntry(repository, worktree.id);
  if (entry?.path && entry.path !== worktree.path)
    return err(
      problem('unsafe', `worktree ${worktree.id} is at ${entry.path}, not ${worktree.path}`, 'report this'),
    );
  // If an entry keeps git from listing checkouts, ask again after this one is removed.
  const free = request.branch === 'delete' ? await isFree(repository, worktree) : ok(null);
  if (!free.ok && free.error.code === 'unsafe') return free;

  const saved = request.save === false ? ok(null) : await saveAll(repository, worktree, entry, signal);
  if (!saved.ok && !acceptLoss) return err(notSaved(worktree, saved.error.message));
  const salvage = saved.ok ? saved.value : null;
  const gap = salvage?.gaps[0];
  if (gap && !acceptLoss) return err(notSaved(worktree, gap.why));

  const removed = await withRepositoryLock(repository, signal, () => takeOut({ ...request, worktree }));
  if (!removed.ok) return removed;
  await removed.value.deleteFiles();
  return ok({ salvage, branchTip: removed.value.tip });
}

async function saveAll(
  repository: Repository,
  worktree: Worktree,
  entry: WorktreeEntry | null,
  signal: AbortSignal | undefined,
): Promise<Result<Salvage | null, Problem>> {
  const hasFiles = await containsFiles(worktree.path);
  if (hasFiles && entry && !isUnfinished(entry)) return salvageWorktree(repository, worktree, signal);
  if (hasFiles && !entry)
    return err(
      problem('environment', `git does not know the files in ${worktree.path}`, 'copy what you need'),
    );
  // The worktree has not changed since it was last saved.
  const before = await listSalvages(repository, { id: worktree.id, signal });
  if (!before.ok) return before;
  const tip = await branchTip(repository, worktree.branch, signal);
  if (!tip.ok) return tip;
  const unfinished = entry !== null && isUnfinished(entry);
  const last = before.value.find(({ state }) => unfinished || tip.value === null || state.head === tip.value);
  if (last) return ok({ ...last, gaps: [], ignored: [] });
  return unfinished ? ok(null) : salvageBranch(repository, worktree, signal);
}

async function containsFiles(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => null);
  if (!found?.isDirectory()) return false;
  return (await readdir(path)).some((name) => name !== '.git');
}

function notSaved({ path }: Worktree, why: string): Problem {
  return problem(
    'unsafe',
    `not everything in ${path} could be saved: ${why}`,
    'copy what you need, then remove it with --force',
  );
}

async function isFree(repository: Repository, { branch, path }: Worktree): Promise<Result<null, Problem>> {
  const checkouts = await findCheckouts(repository, branch);
  if (!checkouts.ok) return checkouts;
  const other = checkouts.value.find((checkout) => checkout.path !== path);
  if (!other) return ok(null);
  return err(
    problem(
      'unsafe',
      `branch ${branch} is checked out in ${other.path}`,
      'switch that checkout to another branch',
    ),
  );
}

/** Under the lock: removes the entry and the branch, and moves the files away. */
async function takeOut(
  request: RemoveWorktree,
): Promise<Result<{ tip: string | null; deleteFiles: () => Promise<void> }, Problem>> {
  const { repository, worktree } = request;
  const entry = await readEntry(repository, worktree.id);
  if (entry && !isUnfinished(entry))
    await writeReason(repository, worktree.id, unfinishedReason(entry.reason ?? worktree.id));
  const tip = await branchTip(repository, worktree.branch);
  if (!tip.ok) return tip;
  const deleteFiles = await discardWorktree(repository, worktree.id, worktree.path);
  if (request.branch === 'delete' && tip.value !== null) {
    const free = await isFree(repository, worktree);
    if (!free.ok) return free;
    const deleted = await deleteBranch(repository, worktree.branch, tip.value);
    if (!deleted.ok) return deleted;
  }
  const left = (await readEntry(repository, worktree.id)) ?? (await lstat(worktree.path).catch(() => null));
  if (left)
    return err(
      problem(
        'environment',
        `${worktree.path} came back while it was removed`,
        'stop the program that works in it',
      ),
    );
  return ok({ tip: tip.value, deleteFiles });
}
