/**
 * Ends a program and all processes that it started, with proof. Two criteria: all processes with the marker in their
 * environment, and all in a process group that a marked process leads, whatever their environment. A process is
 * identified by these and its start time, never by a name or an id alone.
 *
 * If a marked process is the first of a process namespace, killing it is enough for all in it, whatever they did to
 * their environment: the kernel ends them before the first is gone (pid_namespaces(7)).
 */
import { kill } from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Look, ProcessEntry, ProcessSearch, ProcessTable } from './process-table.ts';

export interface StopRequest {
  table: ProcessTable;
  /** `NAME=value`, in the environment of every process to end. */
  marker: string;
  /** Sends SIGTERM first and waits. Otherwise sends SIGKILL at once. */
  polite: boolean;
  /** Milliseconds to wait after SIGTERM. */
  patience: number;
}

export interface StopResult {
  /** Processes that were ended by SIGKILL. */
  killed: number;
  /** Processes that still run after everything; 0 unless the system prevents it. */
  survivors: number;
}

/** Milliseconds between two scans of the process table. */
const pause = 10;

/** Number of scans after which a remaining process counts as a survivor: about six seconds. */
const maximumLooks = 500;

/**
 * Number of consecutive empty scans that prove that no process is left, although each of them missed some new process
 * that ended too quickly. Three of ten scans miss a program that replaces itself 1,700 times a second.
 */
const enoughLooks = 50;

export async function stopTree(request: StopRequest): Promise<StopResult> {
  const { table, marker } = request;
  const search = table.search(marker);
  await search.survey();
  if (request.polite) await askToEnd(request, search);
  return sweep(table, search);
}

async function askToEnd({ table, patience }: StopRequest, search: ProcessSearch): Promise<void> {
  search.look((entry) => signal(table, entry, 'SIGTERM'));
  const deadline = performance.now() + patience;
  for (let before = performance.now(); before < deadline; before = performance.now()) {
    if (search.look().found.length === 0) return;
    // Scanning takes at most a fifth of this thread, however long one scan takes.
    await delay(Math.max(pause, 4 * (performance.now() - before)));
  }
}

/**
 * Stops all processes (SIGSTOP) until no new one appears, then kills them. A stopped process cannot fork, so this
 * also ends a program that forks faster than one scan takes.
 */
async function sweep(table: ProcessTable, search: ProcessSearch): Promise<StopResult> {
  /** Killed processes that are not gone yet, by id and start time. */
  const dying = new Map<string, ProcessEntry>();
  let killed = 0;
  let nothing = 0;
  for (let looks = 0; looks < maximumLooks; looks += 1) {
    const { found, empty } = freeze(table, search);
    for (const [key, entry] of dying) if (!isThere(table, entry)) dying.delete(key);
    nothing = found.length === 0 && dying.size === 0 ? nothing + 1 : 0;
    if (nothing > 0 && (empty || nothing >= enoughLooks)) return { killed, survivors: 0 };
    for (const entry of found) {
      signal(table, entry, 'SIGKILL');
      const key = `${entry.pid} ${entry.started}`;
      if (!dying.has(key)) killed += 1;
      dying.set(key, entry);
    }
    await delay(pause);
  }
  for (const entry of search.look().found) dying.set(`${entry.pid} ${entry.started}`, entry);
  return { killed, survivors: dying.size };
}

function isThere(table: ProcessTable, { pid, started }: ProcessEntry): boolean {
  const now = table.read(pid);
  return now !== undefined && !now.zombie && now.started === started;
}

function freeze(table: ProcessTable, search: ProcessSearch): Look {
  const frozen = new Map<number, ProcessEntry>();
  for (;;) {
    let fresh = 0;
    const { empty } = search.look((entry) => {
      if (frozen.has(entry.pid)) return;
      fresh += 1;
      frozen.set(entry.pid, entry);
      signal(table, entry, table.leadsNamespace(entry.pid) ? 'SIGKILL' : 'SIGSTOP');
    });
    if (fresh === 0) return { found: [...frozen.values()], empty: empty && frozen.size === 0 };
  }
}

function signal(table: ProcessTable, entry: ProcessEntry, name: 'SIGTERM' | 'SIGSTOP' | 'SIGKILL'): void {
  if (table.read(entry.pid)?.started !== entry.started) return;
  try {
    kill(entry.pid, name);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // ESRCH: it ended meanwhile. EPERM: it changed its user; it stays in the count of survivors.
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
