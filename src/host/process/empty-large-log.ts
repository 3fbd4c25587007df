import { stat, truncate } from 'node:fs/promises';

/** Bytes. Enough for whoever looks for the reason of a failure, and nothing to a disk. */
const maximumLog = 8 * 1024 * 1024;

/**
 * Empties a log that a program appends to, once all of it has been read and it is large: programs may write more of it than
 * of anything else.
 *
 * @param read bytes that have been read
 * @returns whether it begins anew: it was emptied now, or by somebody who could not say so
 */
export async function emptyLargeLog(path: string, read: number): Promise<boolean> {
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  if (size < read) return true;
  if (size > read || size <= maximumLog) return false;
  await truncate(path, 0);
  return true;
}
