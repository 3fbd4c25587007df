/**
 * Follows one session's agent: passes its output from the journal to the cell, and records the start and the exit of
 * its process. Notifications only wake it; all reports are based on the files and the process table.
 */
import { constants } from 'node:os';
import { join } from 'node:path';
import { watchDirectory } from '../../host/process/directory-watch.ts';
import { emptyLargeLog } from '../../host/process/empty-large-log.ts';
import { createJournalReader } from '../../host/process/journal-reader.ts';
import { endTornLine } from '../../host/process/journal-writer.ts';
import { lastLine } from '../../host/process/last-line.ts';
import { readExit, readLaunch } from '../../host/process/launch-record.ts';
import { identify, isAlive } from '../../host/process/process-table.ts';
import { createCallReader } from './call-reader.ts';
import type { Deps } from '../deps.ts';
import type { SessionCell } from './session-cell.ts';

export interface JournalKeeper {
  /** Checks for changes soon. */
  wake(): void;
  /** Resolves when all available output is processed; rejects if that failed. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export function keepJournal(deps: Deps, cell: SessionCell): JournalKeeper {
  const dir = join(deps.paths.sessions, cell.id);
  const out = join(dir, 'out.jsonl');
  const reader = createJournalReader(out);
  const errorLog = join(dir, 'err.log');
  const errors = createJournalReader(errorLog);
  let watch: Disposable | undefined;
  const calls = createCallReader(dir, cell, () => wake());
  let woken = false;
  let closed = false;
  let running: Promise<void> | undefined;

  return {
    wake,
    async settle() {
      wake();
      await running;
    },
    async close() {
      closed = true;
      watch?.[Symbol.dispose]();
      calls[Symbol.dispose]();
      await running;
    },
  };

  function wake(): void {
    woken = true;
    running ??= follow()
      // The journal keeps output that was not processed. The next wake retries.
      .catch((error: unknown) => deps.log.error('cannot follow a journal', { session: cell.id, error }))
      .finally(() => (running = undefined));
  }

  async function follow(): Promise<void> {
    while (woken && !closed) {
      woken = false;
      // Watch before the first read, so that no change is missed. A new session has no directory yet.
      watch ??= watchDirectory(dir, (file) => {
        if (file !== 'in.jsonl') wake();
      });
      // The shim writes the process id before the agent can write output, so the start is always recorded first.
      if (!closed) await noteStart(deps, cell, dir);
      await readOutput();
      await readErrors();
      // After the journal, so that a call that the agent reported there is known before its hook asks about it.
      await calls.read(() => closed);
      await checkExit();
    }
  }

  async function readOutput(): Promise<void> {
    while (!closed && (await reader.read(cell.cursor.out_offset, (batch) => cell.recordOutput(batch))));
  }

  /** Reads errors after the journal, so that their turn has begun, and before the exit of the process is recorded. */
  async function readErrors(): Promise<void> {
    while (!closed && (await errors.read(cell.cursor.err_offset, (batch) => cell.recordErrors(batch))));
    if (!closed && (await emptyLargeLog(errorLog, cell.cursor.err_offset))) await cell.restartErrors();
  }

  async function checkExit(): Promise<void> {
    const launch = closed ? undefined : endedLaunch(deps, cell, dir);
    if (launch !== undefined) await recordExit(launch);
  }

  /** Handles the exit of both the shim and the agent: their output is complete. */
  async function recordExit(launch: number): Promise<void> {
    await endTornLine(out);
    await readOutput();
    const status = readExit(dir);
    await cell.report({
      type: 'exited',
      launch,
      ...explain(status),
      last_words: await lastLine(errorLog),
    });
  }
}

async function noteStart(deps: Deps, cell: SessionCell, dir: string): Promise<void> {
  const { process } = cell.session;
  if (process?.stage !== 'launching') return;
  const { shim, program } = readLaunch(dir, process.launch);
  const agentIdentity = program === undefined ? undefined : identify(deps.table, program);
  const shimIdentity = shim === undefined ? undefined : identify(deps.table, shim);
  if (agentIdentity && shimIdentity)
    await cell.report({
      type: 'launched',
      launch: process.launch,
      agent: agentIdentity,
      shim: shimIdentity,
    });
}

/** @returns the launch whose shim and agent have both exited */
function endedLaunch(deps: Deps, cell: SessionCell, dir: string): number | undefined {
  const { process } = cell.session;
  if (!process) return undefined;
  const { launch } = process;
  if (process.stage !== 'launching')
    return isAlive(deps.table, process.shim) || isAlive(deps.table, process.agent) ? undefined : launch;
  const { shim } = readLaunch(dir, launch);
  return shim !== undefined && !identify(deps.table, shim) ? launch : undefined;
}

/** sh reports a signal as 128 plus its number. */
function explain(status: number | undefined): { code: number | null; signal: string | null } {
  const signal = status !== undefined && status > 128 ? signalName(status - 128) : undefined;
  return signal ? { code: null, signal } : { code: status ?? null, signal: null };
}

function signalName(number: number): string | undefined {
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0];
}
