import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../../tools/build.ts';
import { cache } from './fetch-package.ts';

const root = join(import.meta.dirname, '../..');

/** Milliseconds after which a bundle that no run has used is removed: a day. */
const keep = 86_400_000;

/**
 * Bundles the sources as they are now. Each content has a directory of its own, so that runs side by side, or after an
 * edit, do not replace what another one uses.
 *
 * @returns the path of the program
 */
export async function bundleProgram(): Promise<string> {
  mkdirSync(cache, { recursive: true });
  const made = mkdtempSync(join(cache, 'bundling-'));
  try {
    for (const name of ['bin', 'package.json'])
      cpSync(join(root, name), join(made, name), { recursive: true });
    await bundle(join(made, 'dist'));
    // Some worlds belong to another user.
    chmodSync(made, 0o755);
    const home = join(cache, `bundle-${hashOf(made)}`);
    if (!existsSync(home)) moveTo(made, home);
    const now = new Date();
    utimesSync(home, now, now);
    removeUnused(now.getTime());
    return join(home, 'bin/fairlead');
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

function hashOf(directory: string): string {
  const hash = createHash('sha256');
  const files = globSync('**/*', { cwd: directory }).filter((path) =>
    statSync(join(directory, path)).isFile(),
  );
  for (const path of files.toSorted()) hash.update(`${path}\0`).update(readFileSync(join(directory, path)));
  return hash.digest('hex').slice(0, 16);
}

function moveTo(made: string, home: string): void {
  try {
    renameSync(made, home);
  } catch (error) {
    // Another run was first with the same content.
    if (!existsSync(home)) throw error;
  }
}

function removeUnused(now: number): void {
  for (const name of globSync('bundle-*', { cwd: cache })) {
    const path = join(cache, name);
    if (now - statSync(path).mtimeMs > keep) rmSync(path, { recursive: true, force: true });
  }
}
