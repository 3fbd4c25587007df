import { kill } from 'node:process';
import { readLaunch } from './launch-record.ts';
import type { ProcessTable } from './process-table.ts';

/** Ends a launch's input by ending its feeder, if it still runs and has the marker. */
export function endInput(table: ProcessTable, dir: string, number: number, marker: string): void {
  const { feeder, shim } = readLaunch(dir, number);
  if (feeder === undefined || table.read(feeder)?.parent !== shim) return;
  if (!table.carries(feeder, marker)) return;
  try {
    kill(feeder, 'SIGTERM');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
