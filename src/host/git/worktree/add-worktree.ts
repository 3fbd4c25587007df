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
  /** The directory that all worktrees are below. */
  readonly root: string;
  readonly worktree: Worktree;
  /** Full id of the commit to start from. */
  readonly baseCommit: string;
  /** Why the worktree must not be pruned; shown by `git worktree list`. Ours are recognised by it. */
  readonly reason: string;
  readonly signal?: AbortSignal | undefined;
  /** Runs once the files are there, before the worktree counts as made. */
  readonly finish?: (worktree: Worktree) => Promise<Result<null, Problem>>;
}

/**
 * Makes a worktree with a branch of its own, or says why not and leaves nothing. Called again for the same id, after a
 * crash at whatever point, it removes what was left half made and begins anew; a worktree that is complete is returned as
 * it is. One call per id at a time.
 *
 * The entry and the branch are made under the repository's lock, as git's own `worktree add` fails when another runs
 * beside it (2 in 5 of 64 at once). The files are written outside of it. A signal is heeded only there: to kill git
 * while it writes the entry can leave one that stops every git command in the repository.
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
    // What cannot be taken back either is marked as unfinished, and is met again at the next start.
    await takeBack();
    throw error;
  }
}

/** What was there, or has been done, when the entry stands. */
interface Registered {
  readonly complete: boolean;
  readonly branchCreated: boolean;
}

/** Makes the entry and the branch. */
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

/** A lock file on a branch that carries our id is left from a git command that was killed. */
async function makeBranch({ repository, worktree, baseCommit }: AddWorktree): Promise<Result<null, Problem>> {
  const created = await createBranch(repository, worktree.branch, baseCommit);
  if (created.ok || created.error.code !== 'busy') return created;
  await endOrphans(worktree.id);
  await rm(join(repository.commonDir, 'refs/heads', `${worktree.branch}.lock`), { force: true });
  return createBranch(repository, worktree.branch, baseCommit);
}

/** Removes what an earlier call left half made. Anything else in the way is not ours to remove. */
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

/** Pauses before the next try, in milliseconds, when somebody else's git command was in the way. */
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

/** What git says when another git command was making or removing an entry just then. */
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

/** Takes everything back. The branch has no commit of its own yet; one that was there before stays. */
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
