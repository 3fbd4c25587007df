import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { err, ok, type Result } from '../../../base/result.ts';
import { isBranchName } from '../repository/branch-name.ts';
import { branchTip, createBranch, deleteBranch } from '../repository/branch.ts';
import { discardWorktree } from './discard-worktree.ts';
import { endOrphans } from './end-orphans.ts';
import { withFileProblems } from '../files/with-file-problems.ts';
import { gitOutput } from '../command/git-output.ts';
import { ownerVariable } from '../repository/names.ts';
import { problem, type Problem } from '../../../base/problem.ts';
import { isMissing } from '../files/read-regular-file.ts';
import type { Repository } from '../repository/repository.ts';
import { withRepositoryLock } from '../repository/with-repository-lock.ts';
import { isUnfinished, readEntry, unfinishedReason, writeReason } from './worktree-entry.ts';
import { checkWorktree, entryDirectory, worktreePlace, type Worktree } from './worktree.ts';

export interface AddWorktree {
  readonly repository: Repository;
  /** The parent directory of all worktrees. */
  readonly root: string;
  readonly worktree: Worktree;
  /** Full id of the commit to start from. */
  readonly baseCommit: string;
  /** Why the worktree must not be pruned; shown by `git worktree list`. Identifies fairlead's worktrees. */
  readonly reason: string;
  readonly signal?: AbortSignal | undefined;
  /** Runs once the files exist, before the worktree counts as created. */
  readonly finish?: (worktree: Worktree) => Promise<Result<null, Problem>>;
}

/**
 * Creates a worktree with its own branch, or returns the problem and leaves nothing. Called again for the same id
 * after a crash, it removes the incomplete worktree and starts over; a complete worktree is returned unchanged. Allow
 * one call per id at a time.
 *
 * The entry and the branch are created under the repository's lock, because git's own `worktree add` fails if another
 * runs at the same time (2 in 5 of 64 at once). The files are written without the lock. A signal takes effect only
 * there: killing git while it writes the entry can leave one that breaks every git command in the repository.
 *
 * @throws the signal's reason when aborted, with nothing left
 */
export function addWorktree(request: AddWorktree): Promise<Result<Worktree, Problem>> {
  return withFileProblems(() => add(request));
}

async function add(request: AddWorktree): Promise<Result<Worktree, Problem>> {
  const { repository, root, signal } = request;
  const { id, path, branch } = request.worktree;
  if (!isBranchName(branch) || !branch.includes(id))
    return err(
      problem('internal', `${JSON.stringify(branch)} is not the branch of worktree ${id}`, 'report this'),
    );
  const named = await checkWorktree(root, { id, path });
  if (!named.ok) return named;
  await mkdir(dirname(path), { recursive: true });
  const checked = await checkWorktree(root, { id, path });
  if (!checked.ok) return checked;
  const worktree = { ...request.worktree, path: checked.value };

  const registered = await withRepositoryLock(repository, signal, () => register({ ...request, worktree }));
  if (!registered.ok) return registered;
  if (registered.value.complete) return ok(worktree);
  const takeBack = () =>
    withRepositoryLock(repository, undefined, () => undo({ ...request, worktree }, registered.value));
  try {
    const filled = await fill({ ...request, worktree });
    if (filled.ok) return ok(worktree);
    const taken = await takeBack();
    return taken.ok ? filled : err(alsoLeft(filled.error, taken.error));
  } catch (error) {
    // If the cleanup fails too, the entry stays marked as unfinished, and the next start cleans it up.
    await takeBack();
    throw error;
  }
}

/** What existed or was done when the entry was created. */
interface Registered {
  readonly complete: boolean;
  readonly branchCreated: boolean;
}

/** Creates the entry and the branch. */
async function register(request: AddWorktree): Promise<Result<Registered, Problem>> {
  const { repository, worktree, baseCommit } = request;
  const left = await clear(request);
  if (!left.ok) return left;
  if (left.value === 'complete') return ok({ complete: true, branchCreated: false });

  const tip = await branchTip(repository, worktree.branch);
  if (!tip.ok) return tip;
  if (tip.value !== null && tip.value !== baseCommit)
    return err(
      problem(
        'unsafe',
        `branch ${worktree.branch} exists at ${tip.value.slice(0, 12)}, not at ${baseCommit.slice(0, 12)}`,
        'rename it, or delete it when its commits are not needed',
      ),
    );
  const done = { complete: false, branchCreated: tip.value === null };
  if (done.branchCreated) {
    const created = await makeBranch(request);
    if (!created.ok) return created;
  }
  const entry = await makeEntry(request);
  if (entry.ok) return ok(done);
  await undo(request, done);
  return entry;
}

/** A lock file on a branch with our id was left by a killed git command. */
async function makeBranch({ repository, worktree, baseCommit }: AddWorktree): Promise<Result<null, Problem>> {
  const created = await createBranch(repository, worktree.branch, baseCommit);
  if (created.ok || created.error.code !== 'busy') return created;
  await endOrphans(worktree.id);
  await rm(join(repository.commonDir, 'refs/heads', `${worktree.branch}.lock`), { force: true });
  return createBranch(repository, worktree.branch, baseCommit);
}

/** Removes what an earlier call left incomplete. Refuses to remove anything else. */
async function clear(request: AddWorktree): Promise<Result<'complete' | 'clear', Problem>> {
  const { repository, worktree, reason } = request;
  const entry = await readEntry(repository, worktree.id);
  const names = await listDirectory(worktree.path);
  const empty = names === null || names.every((name) => name === '.git');

  if (entry === null && empty) {
    if (names !== null) await (await discardWorktree(repository, worktree.id, worktree.path))();
    return ok('clear');
  }
  const others = entry !== null && entry.path !== null && entry.path !== worktree.path;
  if (others || entry === null)
    return err(
      problem(
        'unsafe',
        others ? `${entry.path} is already a worktree named ${worktree.id}` : `${worktree.path} is not empty`,
        'move it away',
      ),
    );
  if (isUnfinished(entry) && (entry.reason || empty)) {
    await (
      await discardWorktree(repository, worktree.id, worktree.path)
    )();
    return ok('clear');
  }
  if (entry.broken === null && entry.reason === reason && names?.includes('.git')) return ok('complete');
  return err(
    problem(
      'environment',
      names === null
        ? `the files of worktree ${worktree.id} are gone: ${worktree.path}`
        : `worktree ${worktree.id} has been tampered with: ${entryDirectory(repository, worktree.id)}`,
      'remove it, then start again or restore the saved work',
    ),
  );
}

/** Pauses before retries, in milliseconds, when another git command is in the way. */
const pausesMs = [20, 50, 100, 200, 400];

async function makeEntry(request: AddWorktree): Promise<Result<null, Problem>> {
  const { repository, worktree, reason } = request;
  const lock = ['--lock', '--reason', unfinishedReason(reason)];
  const args = ['worktree', 'add', '--no-checkout', ...lock, worktree.path, worktree.branch];
  for (const pause of [...pausesMs, null]) {
    const added = await gitOutput(repository, args, { env: { [ownerVariable]: worktree.id } });
    if (added.ok) return ok(null);
    if (pause === null || !isTransient(added.error)) return added;
    await (
      await discardWorktree(repository, worktree.id, worktree.path)
    )();
    await after(pause);
  }
  throw new Error('unreachable');
}

/** Recognises git's errors while another git command creates or removes an entry. */
function isTransient({ code, message }: Problem): boolean {
  return (
    code === 'busy' ||
    /commondir|worktrees\/.*(No such file|does not exist)|bad object worktrees/.test(message)
  );
}

async function fill(request: AddWorktree): Promise<Result<null, Problem>> {
  const { repository, worktree, reason, signal } = request;
  const written = await writeFiles(request);
  if (!written.ok) return written;
  const finished = await request.finish?.(worktree);
  if (finished && !finished.ok) return finished;
  signal?.throwIfAborted();
  await writeReason(repository, worktree.id, reason);
  return ok(null);
}

async function writeFiles({ repository, worktree, signal }: AddWorktree): Promise<Result<Buffer, Problem>> {
  using _permit = await repository.git.checkouts.take(signal);
  return await gitOutput(
    worktreePlace(repository, worktree),
    ['reset', '--hard', '--quiet', '--no-recurse-submodules'],
    {
      env: { [ownerVariable]: worktree.id },
      config: { 'checkout.workers': '0' },
      timeoutMs: 3_600_000,
      signal,
    },
  );
}

/** Undoes everything. The branch has no commit of its own yet; a branch that existed before stays. */
async function undo(
  { repository, worktree, baseCommit }: AddWorktree,
  { branchCreated }: Registered,
): Promise<Result<null, Problem>> {
  await (
    await discardWorktree(repository, worktree.id, worktree.path)
  )();
  return branchCreated ? deleteBranch(repository, worktree.branch, baseCommit) : ok(null);
}

function alsoLeft(why: Problem, left: Problem): Problem {
  return { ...why, message: `${why.message}; partial result: ${left.message}` };
}

async function listDirectory(path: string): Promise<string[] | null> {
  return readdir(path).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
}
