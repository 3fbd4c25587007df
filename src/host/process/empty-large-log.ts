import { stat, truncate } from 'node:fs/promises';

/** Bytes. Enough to find the reason of a failure, and small for a disk. */
const maximumLog = 8 * 1024 * 1024;

/**
 * Empties a log that a program appends to, if all of it has been read and it is large. Otherwise a program that
 * writes much to it would fill the disk.
 *
 * @param read bytes that have been read
 * @returns whether the log starts again at 0: it was emptied now, or by a process that ended before it could report
 *   that
 */
export async function emptyLargeLog(path: string, read: number): Promise<boolean> {
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  if (size < read) return true;
  if (size > read || size <= maximumLog) return false;
  await truncate(path, 0);
  return true;
}
