import { statfs } from 'node:fs/promises';

/** @returns bytes that this user can still write at the path; undefined if unknown */
export async function freeSpace(path: string): Promise<number | undefined> {
  const found = await statfs(path).catch(() => undefined);
  return found && found.bavail * found.bsize;
}
