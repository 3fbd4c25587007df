/**
 * Real agents for tests. None is a dependency: each is fetched from npm once into a cache, at one version, and never
 * installed for anybody else.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { err, ok, type Result } from '../../src/base/result.ts';

/** What is fetched stands below this directory. */
export const cache = join(import.meta.dirname, '../../node_modules/.cache/fairlead');

/** Milliseconds that npm may take for one package; the largest took 15 s. */
const patience = 300_000;

/**
 * Puts a package, with all that it needs, to `folder` in the cache, unless it is there. Processes that fetch at the same
 * time do not disturb each other.
 *
 * @param spec name and version
 * @param from the part of the installed tree that is kept; `.` for a program that finds its dependencies beside it
 * @returns the absolute path of the folder, or why it cannot be had
 */
export async function fetchPackage(
  folder: string,
  spec: string,
  from: string,
  ...options: string[]
): Promise<Result<string, string>> {
  const home = join(cache, folder);
  if (existsSync(home)) return ok(home);
  await mkdir(cache, { recursive: true });
  const fetched = await mkdtemp(join(cache, 'fetching-'));
  try {
    await run('npm', ['install', '--prefix', fetched, ...always, ...options, spec], { timeout: patience });
    await rename(join(fetched, from), home).catch((error: unknown) => {
      // Somebody else was first: the same program is there.
      if (!existsSync(home)) throw error;
    });
    return ok(home);
  } catch (error) {
    return err(firstLine(error));
  } finally {
    await rm(fetched, { recursive: true, force: true });
  }
}

const run = promisify(execFile);

const always = [
  '--no-save',
  '--ignore-scripts',
  '--fetch-retries=1',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
];

function firstLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string };
  return (stderr?.trim() || message).split('\n')[0] ?? message;
}
