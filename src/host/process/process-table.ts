/** The process table, and the identity of a process. */

/** Identifies one process. A process id alone is not enough, because the system reuses it. */
export interface ProcessIdentity {
  pid: number;
  /** Start time: clock ticks since boot on Linux, the text of `ps -o lstart` on macOS. */
  started: string;
  /** The boot in which `pid` and `started` are valid. */
  boot: string;
}

export interface ProcessEntry {
  pid: number;
  parent: number;
  /** The process group. */
  group: number;
  started: string;
  /** Ended, but not yet collected by its parent: it runs no code any more. */
  zombie: boolean;
}

export interface ProcessTable {
  /** Changes with every boot of the machine. */
  boot(): string;
  read(pid: number): ProcessEntry | undefined;
  /** Whether a process began its program with the marker in its environment. */
  carries(pid: number, marker: string): boolean;
  /** Returns the processes with a marker, from one scan. */
  marked(marker: string): ProcessEntry[];
  /** Starts a search for the processes with a marker, with repeated scans until there is none. */
  search(marker: string): ProcessSearch;
  /** Whether a process is the first of a process namespace. The kernel ends all other processes in it first. */
  leadsNamespace(pid: number): boolean;
}

/**
 * Repeated scans for processes with a marker, and for all processes in a process group that one of them leads. A
 * search remembers which processes do not match, so that later scans are cheap however many others there are.
 *
 * A marker is an entry (`NAME=value`) in the environment with which the program began. A process that clears its
 * environment before it starts another hides the other one; where this matters, use a process namespace.
 */
export interface ProcessSearch {
  /** Scans all processes once, in slices, so that this thread does other work in between. */
  survey(): Promise<void>;
  /** @param onFound called for each match at the moment it is found */
  look(onFound?: (entry: ProcessEntry) => void): Look;
}

export interface Look {
  /** Without zombies. */
  found: ProcessEntry[];
  /**
   * Nothing was found, and nothing can have been missed. False if a process was gone, or between two programs, before
   * it was scanned.
   */
  empty: boolean;
}

export function identify(table: ProcessTable, pid: number): ProcessIdentity | undefined {
  const entry = table.read(pid);
  return entry && !entry.zombie ? { pid, started: entry.started, boot: table.boot() } : undefined;
}

/** Whether the identified process still runs. */
export function isAlive(table: ProcessTable, identity: ProcessIdentity): boolean {
  if (identity.boot !== table.boot()) return false;
  const entry = table.read(identity.pid);
  return entry !== undefined && !entry.zombie && entry.started === identity.started;
}
