/**
 * Ending a program and everything that came of it, with proof. Two nets: all processes with the marker in their
 * environment, wherever they went, and all in a process group that a marked process leads, whatever their environment.
 * What is ended is known by these and its start time, never by a name and never by a number alone.
 */
import { kill } from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessEntry, ProcessTable } from './process-table.ts';

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

/** Looks after which what is left is called a survivor: about ten seconds on an idle machine. */
const maximumLooks = 500;

export async function stopTree(request: StopRequest): Promise<StopResult> {
  const look = createLook(request.table, request.marker);
  if (request.polite) await askToEnd(request, look);
  return sweep(request.table, look);
}

/** Finds what has to end. A group stays known when its leader has gone: its number is not given away while it lasts. */
function createLook(table: ProcessTable, marker: string): () => ProcessEntry[] {
  const groups = new Set<number>();
  return () => {
    const marked = table.marked(marker);
    for (const { pid, group } of marked) if (pid === group) groups.add(group);
    const found = new Map(marked.map((entry) => [entry.pid, entry]));
    if (groups.size > 0) for (const entry of table.grouped(groups)) found.set(entry.pid, entry);
    return [...found.values()];
  };
}

async function askToEnd({ table, patience }: StopRequest, look: () => ProcessEntry[]): Promise<void> {
  for (const entry of look()) signal(table, entry, 'SIGTERM');
  const deadline = performance.now() + patience;
  while (performance.now() < deadline && look().length > 0) await delay(pause);
}

/**
 * Freezes all there is until no new process appears, then ends it: what is frozen cannot fork, so that a program which
 * forks faster than one look takes is caught as well.
 */
async function sweep(table: ProcessTable, look: () => ProcessEntry[]): Promise<StopResult> {
  const killed = new Set<string>();
  for (let looks = 0; looks < maximumLooks; looks += 1) {
    const found = freeze(table, look);
    if (found.length === 0) return { killed: killed.size, survivors: 0 };
    for (const entry of found) {
      signal(table, entry, 'SIGKILL');
      killed.add(`${entry.pid} ${entry.started}`);
    }
    await delay(pause);
  }
  return { killed: killed.size, survivors: look().length };
}

function freeze(table: ProcessTable, look: () => ProcessEntry[]): ProcessEntry[] {
  const frozen = new Map<number, ProcessEntry>();
  for (;;) {
    const fresh = look().filter(({ pid }) => !frozen.has(pid));
    if (fresh.length === 0) return [...frozen.values()];
    for (const entry of fresh) {
      signal(table, entry, 'SIGSTOP');
      frozen.set(entry.pid, entry);
    }
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
