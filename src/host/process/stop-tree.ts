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

/**
 * Looks in a row that find nothing, after which there is nothing, although at each of them some process of the machine
 * was too quick to be looked at. A program that replaces itself 1,700 times a second is missed by three looks in ten.
 */
const enoughLooks = 50;

type Look = (seize?: (entry: ProcessEntry) => void) => { found: ProcessEntry[]; certain: boolean };

export async function stopTree(request: StopRequest): Promise<StopResult> {
  const look = createLook(request.table, request.marker);
  if (request.polite) await askToEnd(request, look);
  return sweep(request.table, look);
}

/** Finds what has to end. A group stays known when its leader has gone: its number is not given away while it lasts. */
function createLook(table: ProcessTable, marker: string): Look {
  const groups = new Set<number>();
  let before: ReadonlySet<string> = new Set();
  return (seize) => {
    const { found, ended, missed } = table.sight({ marker, groups }, seize);
    for (const { pid, group } of found) if (pid === group) groups.add(group);
    const certain = !missed && [...ended].every((key) => before.has(key));
    before = ended;
    return { found, certain };
  };
}

async function askToEnd({ table, patience }: StopRequest, look: Look): Promise<void> {
  look((entry) => signal(table, entry, 'SIGTERM'));
  const deadline = performance.now() + patience;
  while (performance.now() < deadline && look().found.length > 0) await delay(pause);
}

/**
 * Freezes all there is until no new process appears, then ends it: what is frozen cannot fork, so that a program which
 * forks faster than one look takes is caught as well.
 */
async function sweep(table: ProcessTable, look: Look): Promise<StopResult> {
  const killed = new Set<string>();
  let empty = 0;
  for (let looks = 0; looks < maximumLooks; looks += 1) {
    const { found, certain } = freeze(table, look);
    empty = found.length === 0 ? empty + 1 : 0;
    if (empty > 0 && (certain || empty >= enoughLooks)) return { killed: killed.size, survivors: 0 };
    for (const entry of found) {
      signal(table, entry, 'SIGKILL');
      killed.add(`${entry.pid} ${entry.started}`);
    }
    await delay(pause);
  }
  return { killed: killed.size, survivors: look().found.length };
}

function freeze(table: ProcessTable, look: Look): ReturnType<Look> {
  const frozen = new Map<number, ProcessEntry>();
  for (;;) {
    let fresh = 0;
    const { certain } = look((entry) => {
      if (frozen.has(entry.pid)) return;
      fresh += 1;
      frozen.set(entry.pid, entry);
      signal(table, entry, 'SIGSTOP');
    });
    if (fresh === 0) return { found: [...frozen.values()], certain };
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
