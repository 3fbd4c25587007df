import { randomBytes } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';

/**
 * Replaces a file atomically: readers see the old or the new content. A link at the path is replaced, not followed.
 */
export async function replaceFile(path: string, content: string): Promise<void> {
  const fresh = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(fresh, content, { flag: 'wx' });
  await rename(fresh, path);
}
