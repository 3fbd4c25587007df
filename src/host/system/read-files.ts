import { open, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

export interface FoundFile {
  /** Relative, with `/`. */
  path: string;
  /** Null if it cannot be read: too large, not a regular file, not permitted, or beyond the maximum number. */
  content: Buffer | null;
}

/** Maximum number of files in one directory, and bytes of one file. */
const maximumFiles = 200;
const maximumBytes = 256 * 1024;

/**
 * Reads a file, or all files of a directory if the path ends with `/`. Follows links to files, as other readers of
 * the path would; a link to a directory counts as an unreadable file.
 *
 * @param only names of the files to read in a directory, relative to `top`; all if not given
 * @returns an empty list if the path does not exist
 */
export async function readFiles(top: string, path: string, only?: RegExp): Promise<FoundFile[]> {
  if (!path.endsWith('/')) return readOne(top, path);
  const entries = await orNothing(readdir(join(top, path), { recursive: true, withFileTypes: true }));
  if (!entries) return [];
  const names = entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => relative(top, join(parentPath, name)).split(sep).join('/'))
    .filter((name) => only?.test(name) ?? true)
    .toSorted();
  if (names.length > maximumFiles) return [{ path, content: null }];
  return (await Promise.all(names.map((name) => readOne(top, name)))).flat();
}

async function readOne(top: string, path: string): Promise<FoundFile[]> {
  const full = join(top, path);
  const found = await orNothing(stat(full));
  if (!found) return [];
  // A pipe would block, whatever its size.
  if (!found.isFile() || found.size > maximumBytes) return [{ path, content: null }];
  try {
    await using file = await open(full, 'r');
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(found.size) });
    return [{ path, content: buffer.subarray(0, bytesRead) }];
  } catch {
    // Whatever the reason, the content is unknown.
    return [{ path, content: null }];
  }
}

async function orNothing<T>(looking: Promise<T>): Promise<T | undefined> {
  try {
    return await looking;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
