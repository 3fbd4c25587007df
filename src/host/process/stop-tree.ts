/**
 * Ending a program and everything that came of it, with proof. Two nets: all processes with the marker in their
 * environment, wherever they went, and all in a process group that a marked process leads, whatever their environment.
 * What is ended is known by these and its start time, never by a name and never by a number alone.
 *
 * Where a marked process is the first of a process namespace, killing it is enough for all in there, whatever they did to
 * their environment: the kernel ends them, and only then is the first gone (pid_namespaces(7)).
 */
import { kill } from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Look, ProcessEntry, ProcessSearch, ProcessTable } from './process-table.ts';

export interface StopRequest {
  table: ProcessTable;
  /** `NAME=value`, as every process to be ended has it in its environment. */
  marker: string;
  /** Ask first: SIGTERM, and time to comply. Without, SIGKILL at once. */
  polite: boolean;
  /** Milliseconds that a polite request waits for compliance. */
  patience: number;
}

export interface StopResult {
  /** Processes that were ended by SIGKILL. */
  killed: number;
  /** Processes that still run after everything; 0 but where the system does not let us. */
  survivors: number;
}

/** Milliseconds between two looks at the process table. */
const pause = 10;

/** Looks after which what is left is called a survivor: about six seconds. */
const maximumLooks = 500;

/**
 * Looks in a row that find nothing, after which there is nothing, although at each of them some process that nobody had
 * seen before was too quick to be looked at. A program that replaces itself 1,700 times a second is missed by three looks
 * in ten.
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
    // Looking takes a fifth of this thread at most, however long one look takes.
    await delay(Math.max(pause, 4 * (performance.now() - before)));
  }
}

/**
 * Freezes all there is until no new process appears, then ends it: what is frozen cannot fork, so that a program which
 * forks faster than one look takes is caught as well.
 */
async function sweep(table: ProcessTable, search: ProcessSearch): Promise<StopResult> {
  /** What was killed and is not gone yet, by number and start. */
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
