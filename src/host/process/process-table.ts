/** The processes of this machine as its kernel tells them, read afresh at every call. */
import { platform } from 'node:process';
import { darwinProcessTable } from './process-table-darwin.ts';
import { linuxProcessTable } from './process-table-linux.ts';

/**
 * One process, told apart from any later one that gets the same number: a number alone is no identity, it is reused.
 */
export interface Identity {
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
  /** The processes with a marker, at one look. */
  marked(marker: string): ProcessEntry[];
  /** Looks at every process once. @param seize called with each that is found, in the moment it is found */
  sight(quarry: Quarry, seize?: (entry: ProcessEntry) => void): Sighting;
}

/** What is looked for: processes with a marker, and all in some process groups. */
export interface Quarry {
  /**
   * An entry (`NAME=value`) that the environment held when the program began. A process that clears its environment
   * before it starts another hides that other one: where this matters, use a process namespace.
   */
  marker: string;
  groups: ReadonlySet<number>;
}

export interface Sighting {
  /** Zombies left out. */
  found: ProcessEntry[];
  /** Zombies, by number and start. One that was none at an earlier look may have left a child in between. */
  ended: ReadonlySet<string>;
  /** Some process was gone, or between two programs, before it was looked at. */
  missed: boolean;
}

export const processTable: ProcessTable = platform === 'darwin' ? darwinProcessTable : linuxProcessTable;

export function identify(table: ProcessTable, pid: number): Identity | undefined {
  const entry = table.read(pid);
  return entry && !entry.zombie ? { pid, started: entry.started, boot: table.boot() } : undefined;
}

/** Whether the very process that was identified still runs. */
export function isAlive(table: ProcessTable, identity: Identity): boolean {
  if (identity.boot !== table.boot()) return false;
  const entry = table.read(identity.pid);
  return entry !== undefined && !entry.zombie && entry.started === identity.started;
}
