import { join } from 'node:path';
import { ok, type Result } from '../../../base/result.ts';
import { gitOutput } from '../command/git-output.ts';
import type { Problem } from '../../../base/problem.ts';
import { readRegularFile } from '../files/read-regular-file.ts';
import type { Repository } from './repository.ts';
import { listWorktrees } from '../worktree/worktree-entry.ts';
import { entryDirectory } from '../worktree/worktree.ts';

/** A checkout that uses a branch. Moving or deleting the branch would break it. */
export interface Checkout {
  readonly path: string;
  /** The branch is being rebased there. */
  readonly rebasing: boolean;
}

/** @returns where `branch` is checked out or being rebased; more than one only if that was forced */
export async function findCheckouts(
  repository: Repository,
  branch: string,
  signal?: AbortSignal,
): Promise<Result<Checkout[], Problem>> {
  const listed = await gitOutput(repository, ['worktree', 'list', '--porcelain', '-z'], { signal });
  if (!listed.ok) return listed;
  const checkouts: Checkout[] = [];
  const records = listed.value.toString('utf8').split('\0\0').filter(Boolean);
  for (const [index, record] of records.entries()) {
    const [first = '', ...rest] = record.split('\0');
    const path = index === 0 ? mainPath(repository, first) : first.slice('worktree '.length);
    if (rest.includes(`branch refs/heads/${branch}`)) checkouts.push({ path, rebasing: false });
  }
  if (await isRebasing(repository.commonDir, branch))
    checkouts.push({ path: mainPath(repository, `worktree ${repository.commonDir}`), rebasing: true });
  for (const { name, path } of await listWorktrees(repository))
    if (await isRebasing(entryDirectory(repository, name), branch))
      checkouts.push({ path: path ?? name, rebasing: true });
  return ok(checkouts);
}

/** The first record is the main checkout; git names it by its git directory if that is elsewhere. */
function mainPath({ directory, gitDir, commonDir }: Repository, line: string): string {
  return gitDir === commonDir ? directory : line.slice('worktree '.length);
}

/** HEAD is detached during a rebase; git records here which branch it will move (git-rebase). */
async function isRebasing(gitDir: string, branch: string): Promise<boolean> {
  for (const state of ['rebase-merge', 'rebase-apply']) {
    const name = await readRegularFile(join(gitDir, state, 'head-name'));
    if (name?.toString('utf8').trim() === `refs/heads/${branch}`) return true;
  }
  return false;
}
