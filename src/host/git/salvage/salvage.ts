import { join } from 'node:path';
import { ok, type Result } from '../../../base/result.ts';
import { branchTip } from '../repository/branch.ts';
import type { Gap } from '../inspect/gap.ts';
import { fields, gitLine, gitOutput } from '../command/git-output.ts';
import { ourIdentity } from '../repository/names.ts';
import type { Problem } from '../../../base/problem.ts';
import { readRegularFile } from '../files/read-regular-file.ts';
import type { Repository } from '../repository/repository.ts';
import { runGit, type GitPlace } from '../command/run-git.ts';
import { formatState, type SavedState } from './saved-state.ts';
import { salvageRef } from './salvages.ts';
import { takeSnapshot, type Snapshot } from '../inspect/snapshot.ts';
import { worktreePlace, type Worktree } from '../worktree/worktree.ts';

/** The saved parts of a worktree, and the parts that could not be saved. */
export interface Salvage {
  /** `refs/fairlead/salvage/<id>`, with the suffix `-2`, `-3` … if the id was saved before. */
  readonly ref: string;
  readonly commit: string;
  readonly state: SavedState;
  /** Work that would be lost with the worktree without consent. Empty if all is safe. */
  readonly gaps: readonly Gap[];
  /** Ignored files, which are never saved: the first thousand paths, whole directories as one. */
  readonly ignored: readonly string[];
}

/**
 * Saves a worktree under its own ref: commits, uncommitted changes, untracked files, a merge in progress. Worktree,
 * index and branch stay unchanged.
 *
 * The commit has the structure of a stash: its tree is the working tree, its parents are HEAD and a commit of the
 * index. So `git stash apply <ref>` restores it by hand as well.
 */
export async function salvageWorktree(
  repository: Repository,
  worktree: Worktree,
  signal?: AbortSignal,
): Promise<Result<Salvage, Problem>> {
  const place = worktreePlace(repository, worktree);
  const taken = await takeSnapshot(place, 'kept', signal);
  if (!taken.ok) return taken;
  await using snapshot = taken.value;
  const merge = await mergeUnderWay(place, signal);
  if (!merge.ok) return merge;
  const branch = await currentBranch(place, signal);
  if (!branch.ok) return branch;
  const ignored = await listIgnored(place, signal);
  if (!ignored.ok) return ignored;
  const state = {
    v: 1,
    id: worktree.id,
    branch: branch.value,
    head: snapshot.head,
    merge: merge.value,
  } as const;
  return save({ repository, worktree, snapshot, state, ignored: ignored.value, signal });
}

/** Saves the commits of a worktree without files. @returns null if there is no branch either */
export async function salvageBranch(
  repository: Repository,
  worktree: Worktree,
  signal?: AbortSignal,
): Promise<Result<Salvage | null, Problem>> {
  const tip = await branchTip(repository, worktree.branch, signal);
  if (!tip.ok) return tip;
  if (tip.value === null) return ok(null);
  const tree = await gitLine(repository, ['rev-parse', '--verify', `${tip.value}^{tree}`], { signal });
  if (!tree.ok) return tree;
  const snapshot = { head: tip.value, tree: tree.value, index: tree.value, gaps: [] };
  const state = { v: 1, id: worktree.id, branch: worktree.branch, head: tip.value, merge: null } as const;
  return save({ repository, worktree, snapshot, state, ignored: [], signal });
}

interface Save {
  readonly repository: Repository;
  readonly worktree: Worktree;
  readonly snapshot: Pick<Snapshot, 'head' | 'tree' | 'index' | 'gaps'>;
  readonly state: SavedState;
  readonly ignored: readonly string[];
  readonly signal: AbortSignal | undefined;
}

async function save(request: Save): Promise<Result<Salvage, Problem>> {
  const commit = await writeCommits(request);
  if (!commit.ok) return commit;
  const ref = await createRef(request.repository, request.worktree.id, commit.value);
  if (!ref.ok) return ref;
  const { snapshot, state, ignored } = request;
  return ok({ ref: ref.value, commit: commit.value, state, gaps: snapshot.gaps, ignored });
}

/** @returns the id of the salvage commit */
async function writeCommits(request: Save): Promise<Result<string, Problem>> {
  const { repository, worktree, snapshot, state, signal } = request;
  const write = (tree: string, parents: readonly string[], message: string) =>
    gitLine(repository, ['commit-tree', tree, ...parents.flatMap((id) => ['-p', id]), '-F', '-'], {
      input: message,
      env: {
        GIT_AUTHOR_NAME: ourIdentity.name,
        GIT_AUTHOR_EMAIL: ourIdentity.email,
        GIT_COMMITTER_NAME: ourIdentity.name,
        GIT_COMMITTER_EMAIL: ourIdentity.email,
      },
      signal,
    });

  // The worktree's branch may differ from HEAD: its commits must not be lost either.
  const tip = await branchTip(repository, worktree.branch, signal);
  if (!tip.ok) return tip;
  const others = [...(state.merge?.heads ?? []), ...(tip.value === null ? [] : [tip.value])];
  const parents = new Set([state.head, ...others]);
  const index = await write(snapshot.index, [...parents], `index of ${state.id}\n`);
  if (!index.ok) return index;
  return write(snapshot.tree, [state.head, index.value], formatState(state));
}

/** Takes the first free name; git creates the ref only if it does not exist. */
async function createRef(
  repository: Repository,
  id: string,
  commit: string,
): Promise<Result<string, Problem>> {
  for (let count = 1; ; count += 1) {
    const ref = salvageRef(id, count);
    const taken = await runGit(repository, ['show-ref', '--verify', '--quiet', ref]);
    if (!taken.ok) return taken;
    if (taken.value.code === 0) continue;
    const created = await gitOutput(repository, ['update-ref', '--no-deref', ref, commit, '']);
    return created.ok ? ok(ref) : created;
  }
}

async function currentBranch(
  place: GitPlace,
  signal: AbortSignal | undefined,
): Promise<Result<string | null, Problem>> {
  const found = await runGit(place, ['symbolic-ref', '--quiet', 'HEAD'], { signal });
  if (!found.ok) return found;
  const ref = found.value.stdout.toString('utf8').trimEnd();
  return ok(ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : null);
}

async function mergeUnderWay(
  place: Required<GitPlace>,
  signal: AbortSignal | undefined,
): Promise<Result<SavedState['merge'], Problem>> {
  const heads = await readRegularFile(join(place.gitDir, 'MERGE_HEAD'));
  if (heads === null) return ok(null);
  const message = await readRegularFile(join(place.gitDir, 'MERGE_MSG'));
  const conflicts = await gitOutput(place, ['ls-files', '--unmerged', '-z'], { signal });
  if (!conflicts.ok) return conflicts;
  const lines = heads.toString('latin1').split('\n');
  return ok({
    heads: lines.filter((line) => /^[0-9a-f]{40,64}$/.test(line)),
    message: message?.toString('utf8') ?? '',
    conflicts: fields(conflicts.value),
  });
}

const mostIgnored = 1_000;

async function listIgnored(
  place: GitPlace,
  signal: AbortSignal | undefined,
): Promise<Result<string[], Problem>> {
  const args = ['ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '-z'];
  const listed = await gitOutput(place, args, { maxBytes: mostIgnored * 4_096, whenFull: 'end', signal });
  return listed.ok ? ok(fields(listed.value).slice(0, mostIgnored)) : listed;
}
