/** What fairlead reads of a machine's processes, and who a process is. */

/**
 * One process, told apart from any later one that gets the same number: a number alone is no identity, it is reused.
 */
export interface ProcessIdentity {
  pid: number;
  /** Start time: clock ticks since boot on Linux, the text of `ps -o lstart` on macOS. */
  started: string;
  /** The boot in which `pid` and `started` mean something. */
  boot: string;
}

export interface ProcessEntry {
  pid: number;
  parent: number;
  /** The process group. */
  group: number;
  started: string;
  /** Ended, but not yet collected by its parent: it runs nothing any more. */
  zombie: boolean;
}

export interface ProcessTable {
  /** Changes with every boot of the machine. */
  boot(): string;
  read(pid: number): ProcessEntry | undefined;
  /** Whether a process began its program with a marker in its environment. */
  carries(pid: number, marker: string): boolean;
  /** The processes with a marker, at one look. */
  marked(marker: string): ProcessEntry[];
  /** Starts looking for the processes with a marker, again and again until there is none. */
  search(marker: string): ProcessSearch;
  /** Whether a process is the first of a process namespace. The kernel ends all others in there before it is gone. */
  leadsNamespace(pid: number): boolean;
}

/**
 * Repeated looks for processes with a marker and for all in a process group that one of them leads. A search remembers
 * which processes are none of these, so that every look after the first costs little, however many others there are.
 *
 * A marker is an entry (`NAME=value`) that the environment held when the program began. A process that clears its
 * environment before it starts another hides that other one: where this matters, use a process namespace.
 */
export interface ProcessSearch {
  /** Looks at everything once, in slices, so that this thread does other work in between. */
  survey(): Promise<void>;
  /** @param onFound called with each process that is found, in the moment it is found */
  look(onFound?: (entry: ProcessEntry) => void): Look;
}

export interface Look {
  /** Zombies left out. */
  found: ProcessEntry[];
  /**
   * Nothing was found, and nothing can have been overlooked. Not so where a process was gone, or between two programs,
   * before it was looked at.
   */
  empty: boolean;
}

export function identify(table: ProcessTable, pid: number): ProcessIdentity | undefined {
  const entry = table.read(pid);
  return entry && !entry.zombie ? { pid, started: entry.started, boot: table.boot() } : undefined;
}

/** Whether the very process that was identified still runs. */
export function isAlive(table: ProcessTable, identity: ProcessIdentity): boolean {
  if (identity.boot !== table.boot()) return false;
  const entry = table.read(identity.pid);
  return entry !== undefined && !entry.zombie && entry.started === identity.started;
}
