import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Directories without files of the user. */
const passedOver = new Set(['.git', 'node_modules']);

/**
 * Lists paths of all files below a directory, with `/`, breadth first: beyond `limit`, those nearest to the top. Does
 * not follow links; skips unreadable directories.
 */
export async function listFiles(top: string, limit: number): Promise<string[]> {
  const files: string[] = [];
  const directories = [top];
  for (const directory of directories) {
    if (files.length >= limit) break;
    const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = join(directory, entry.name);
      if (entry.isDirectory() && !passedOver.has(entry.name)) directories.push(path);
      else if (entry.isFile()) files.push(relative(top, path).split(sep).join('/'));
    }
  }
  return files.slice(0, limit).toSorted();
}
