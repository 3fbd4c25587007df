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
  /**
   * Processes whose environment at their start held the entry `marker` (`NAME=value`), zombies left out. A process that
   * clears its environment before it starts another hides that other one: where this matters, use a process namespace.
   */
  marked(marker: string): ProcessEntry[];
  /** Processes in any of the process groups, zombies left out. */
  grouped(groups: ReadonlySet<number>): ProcessEntry[];
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
