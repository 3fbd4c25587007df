import { randomBytes } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';

/** Writes a file at once: readers see the old content or the new, a link in its place is replaced and not followed. */
export async function replaceFile(path: string, content: string): Promise<void> {
  const fresh = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(fresh, content, { flag: 'wx' });
  await rename(fresh, path);
}
