import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '../../../base/result.ts';
import { addWorktree } from '../worktree/add-worktree.ts';
import { branchTip } from '../repository/branch.ts';
import { gitLine, gitOutput } from '../command/git-output.ts';
import { ownerVariable } from '../repository/names.ts';
import { problem, type Problem } from '../../../base/problem.ts';
import type { Repository } from '../repository/repository.ts';
import type { GitOptions, GitPlace } from '../command/run-git.ts';
import type { SavedState } from './saved-state.ts';
import { listSalvages, type SavedWorktree } from './salvages.ts';
import { worktreePlace, type Worktree } from '../worktree/worktree.ts';

export interface RestoreSalvage {
  readonly repository: Repository;
  /** The parent directory of all worktrees. */
  readonly root: string;
  /** The worktree to restore; with the id that it was saved under. */
  readonly worktree: Worktree;
  readonly ref: string;
  /** As for `addWorktree`. */
  readonly reason: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Restores a removed worktree: the commit of HEAD, the index, changed, untracked and deleted files, a merge with its
 * conflicts. A tree does not store ignored files, empty directories, times, or permissions except to execute. The ref
 * stays. An existing worktree is returned unchanged.
 *
 * @returns the worktree; its branch has the suffix `-2`, `-3` … if the old branch has moved
 */
export async function restoreSalvage(request: RestoreSalvage): Promise<Result<Worktree, Problem>> {
  const { repository, root, worktree, ref, reason, signal } = request;
  const all = await listSalvages(repository, { id: worktree.id, signal });
  if (!all.ok) return all;
  const saved = all.value.find((one) => one.ref === ref);
  if (!saved)
    return err(
      problem('not_found', `nothing is saved under ${ref}`, 'see `git for-each-ref refs/fairlead/salvage`'),
    );
  const branch = await freeBranch(repository, worktree.branch, saved.state.head);
  if (!branch.ok) return branch;
  return addWorktree({
    repository,
    root,
    worktree: { ...worktree, branch: branch.value },
    baseCommit: saved.state.head,
    reason,
    signal,
    finish: (made) => bringBack(worktreePlace(repository, made), saved, signal),
  });
}

/** Finds a free name, or one that already points to the commit. */
async function freeBranch(
  repository: Repository,
  wanted: string,
  commit: string,
): Promise<Result<string, Problem>> {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : `${wanted}-${count}`;
    const tip = await branchTip(repository, name);
    if (!tip.ok) return tip;
    if (tip.value === null || tip.value === commit) return ok(name);
  }
}

/** In a new checkout of HEAD: first the files, then the index, then the merge. */
async function bringBack(
  place: Required<GitPlace>,
  { commit, state }: SavedWorktree,
  signal: AbortSignal | undefined,
): Promise<Result<null, Problem>> {
  const options: GitOptions = { env: { [ownerVariable]: state.id }, timeoutMs: 3_600_000, signal };
  const files = await gitOutput(place, ['read-tree', '-m', '-u', 'HEAD', commit], options);
  if (!files.ok) return files;
  const index = await gitOutput(place, ['read-tree', '-m', `${commit}^2`], options);
  if (!index.ok) return index;
  return state.merge ? bringMergeBack(place, state.merge, options) : ok(null);
}

async function bringMergeBack(
  place: Required<GitPlace>,
  merge: NonNullable<SavedState['merge']>,
  options: GitOptions,
): Promise<Result<null, Problem>> {
  const present = await whichExist(place, merge.conflicts.map(idOf), options);
  if (!present.ok) return present;
  const conflicts = merge.conflicts.filter((line) => present.value.has(idOf(line)));
  const input = conflicts.map((line) => `${line}\0`).join('');
  const written = await gitOutput(place, ['update-index', '-z', '--index-info'], { ...options, input });
  if (!written.ok) return written;
  await writeFile(join(place.gitDir, 'MERGE_HEAD'), merge.heads.map((id) => `${id}\n`).join(''));
  await writeFile(join(place.gitDir, 'MERGE_MSG'), merge.message);
  await writeFile(join(place.gitDir, 'MERGE_MODE'), '');
  return ok(null);
}

/** The base version of a conflict may be a temporary object of git that gc has deleted. */
async function whichExist(
  place: GitPlace,
  ids: string[],
  options: GitOptions,
): Promise<Result<Set<string>, Problem>> {
  const input = ids.map((id) => `${id}\n`).join('');
  const checked = await gitLine(place, ['cat-file', '--batch-check=%(objectname) %(objecttype)'], {
    ...options,
    input,
  });
  if (!checked.ok) return checked;
  const blobs = checked.value.split('\n').filter((line) => line.endsWith(' blob'));
  return ok(new Set(blobs.map((line) => line.slice(0, line.indexOf(' ')))));
}

function idOf(conflict: string): string {
  return conflict.split(/[ \t]/)[1] ?? '';
}
