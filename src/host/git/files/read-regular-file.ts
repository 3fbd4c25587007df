import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * Reads an untrusted file: never through a link, never from a pipe that would block, never more than `maximum` bytes.
 *
 * @returns null if there is no regular file
 */
export async function readRegularFile(path: string, maximum = 64 * 1024): Promise<Buffer | null> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  try {
    await using file = await open(path, flags);
    const found = await file.stat();
    if (!found.isFile()) return null;
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(Math.min(found.size, maximum)) });
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Whether the error means that there is no readable file at the path. */
export function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' || code === 'EISDIR';
}
