import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, type ProcessIdentity, type ProcessTable } from './process-table.ts';

/** Milliseconds between two checks. */
const pause = 10;

/**
 * Waits for the end of a process that need not be a child process, so that there is no notice of its end.
 *
 * @param patience milliseconds
 * @returns whether it has ended
 */
export async function awaitEnd(
  table: ProcessTable,
  identity: ProcessIdentity,
  patience: number,
): Promise<boolean> {
  const deadline = performance.now() + patience;
  while (isAlive(table, identity)) {
    if (performance.now() >= deadline) return false;
    await delay(pause);
  }
  return true;
}
