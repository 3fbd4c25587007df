/**
 * One lock per git common directory, across all processes that use this module, whatever their state directory.
 *
 * The lock is an exclusive transaction on an empty SQLite file below the common directory. The kernel keeps it
 * exactly as long as the process lives: it is free at once after `kill -9`, and a suspended process keeps it. The
 * file stays empty.
 */
import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as after } from 'node:timers/promises';
import { createLane, type Lane } from '../../../base/lane.ts';
import { err, ok, type Result } from '../../../base/result.ts';
import { ourDirectory } from './names.ts';
import { problem, type Problem } from '../../../base/problem.ts';

export interface RepositoryLocks {
  /**
   * Runs `task` while no other task, here or in another process, runs under the same common directory. Callers of
   * this process run in order.
   *
   * @throws the signal's reason when aborted before the task began; a task that has begun runs to its end
   */
  hold<T>(
    commonDir: string,
    task: () => Promise<Result<T, Problem>>,
    signal?: AbortSignal,
  ): Promise<Result<T, Problem>>;
}

/** One repository's lock in this process. */
interface Held {
  readonly lane: Lane;
  /** Since when this process has retaken the lock without a pause, in milliseconds of the process. */
  busySince: number;
  freedAt: number;
}

const pollMs = 5;
/** After this time of retaking the lock, a process lets others have it. */
const turnMs = 100;

export function createRepositoryLocks(settings: { waitMs: number }): RepositoryLocks {
  const all = new Map<string, Held>();

  return {
    hold(commonDir, task, signal) {
      const held = all.get(commonDir) ?? { lane: createLane(), busySince: 0, freedAt: 0 };
      all.set(commonDir, held);
      return inTurn(held.lane, signal, async (began) => {
        await letOthers(held);
        const lock = await acquire(commonDir, settings.waitMs, signal);
        if (!lock.ok) return lock;
        began();
        try {
          return await task();
        } finally {
          lock.value.close();
          held.freedAt = performance.now();
        }
      });
    },
  };
}

/** Runs `task` in the lane. An abort takes effect at once until the task has begun. */
function inTurn<T>(
  lane: Lane,
  signal: AbortSignal | undefined,
  task: (began: () => void) => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal?.reason);
    const began = () => signal?.removeEventListener('abort', giveUp);
    if (signal?.aborted) return giveUp();
    signal?.addEventListener('abort', giveUp, { once: true });
    lane
      .run(async () => {
        signal?.throwIfAborted();
        return task(began);
      })
      .then(resolve, reject)
      .finally(began);
  });
}

async function letOthers(held: Held): Promise<void> {
  const now = performance.now();
  if (now - held.freedAt > pollMs) held.busySince = now;
  if (now - held.busySince < turnMs) return;
  await after(2 * pollMs);
  held.busySince = performance.now();
}

/** Waits by timer, so that the event loop continues while another process holds the lock. */
async function acquire(
  commonDir: string,
  waitMs: number,
  signal: AbortSignal | undefined,
): Promise<Result<DatabaseSync, Problem>> {
  const directory = join(commonDir, ourDirectory);
  const file = join(directory, 'lock.db');
  const opened = open(directory, file);
  if (!opened.ok) return opened;
  const database = opened.value;
  const deadline = performance.now() + waitMs;
  try {
    for (;;) {
      const refused = begin(database);
      if (refused === undefined) break;
      if (refused.errcode !== busy) throw refused;
      if (performance.now() > deadline) return giveUp(database, heldByAnother(directory, waitMs));
      await after(pollMs * (0.5 + Math.random()), undefined, { signal });
    }
    writeFileSync(holderFile(directory), `${process.pid}\n`);
    return ok(database);
  } catch (error) {
    database.close();
    signal?.throwIfAborted();
    return err(damaged(file, error));
  }
}

interface SqliteError extends Error {
  errcode: number;
}

/** SQLITE_BUSY (sqlite.org/rescode.html). */
const busy = 5;

function begin(database: DatabaseSync): SqliteError | undefined {
  try {
    database.exec('BEGIN EXCLUSIVE');
    return undefined;
  } catch (error) {
    if (error instanceof Error && 'errcode' in error) return error as SqliteError;
    throw error;
  }
}

function open(directory: string, file: string): Result<DatabaseSync, Problem> {
  try {
    mkdirSync(directory, { recursive: true });
    // A link would make fairlead lock, or write to, a foreign file.
    for (const path of [directory, file, holderFile(directory)])
      if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())
        return err(problem('unsafe', `${path} is a symbolic link`, 'delete it'));
    return ok(new DatabaseSync(file, { timeout: 0 }));
  } catch (error) {
    return err(damaged(file, error));
  }
}

function giveUp(database: DatabaseSync, why: Problem): Result<never, Problem> {
  database.close();
  return err(why);
}

/** Records the holder of the lock for messages; never read for a decision. */
function holderFile(directory: string): string {
  return join(directory, 'holder');
}

function heldByAnother(directory: string, waitMs: number): Problem {
  const file = holderFile(directory);
  const holder = existsSync(file) ? readFileSync(file, 'utf8').trim() || 'unknown' : 'unknown';
  return problem(
    'busy',
    `process ${holder} has held the lock of ${dirname(directory)} for more than ${waitMs / 1000} s`,
    `wait for it, or end it: kill ${holder}`,
  );
}

function damaged(file: string, error: unknown): Problem {
  const why = error instanceof Error ? error.message : String(error);
  return problem(
    'environment',
    `the lock file ${file} cannot be used: ${why}`,
    'check its permissions; delete it unless it is empty',
  );
}
