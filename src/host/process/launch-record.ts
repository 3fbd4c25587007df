/** Reads the files that the shim wrote about a launch; shim.ts describes them. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface LaunchRecord {
  /** Whether a shim has begun this launch. */
  claimed: boolean;
  shim: number | undefined;
  /** Process id of the program; set just before the program replaces the shell. */
  program: number | undefined;
  feeder: number | undefined;
}

export function readLaunch(dir: string, number: number): LaunchRecord {
  const launch = join(dir, `launch-${number}`);
  return {
    claimed: statSync(launch, { throwIfNoEntry: false }) !== undefined,
    shim: readNumber(`${launch}.shim`),
    program: readNumber(`${launch}.pid`),
    feeder: readNumber(`${launch}.feeder`),
  };
}

/**
 * @returns the exit status of the latest launch in the form of sh: 128 and the signal's number if a signal ended it
 */
export function readExit(dir: string): number | undefined {
  return readNumber(join(dir, 'exit'));
}

function readNumber(path: string): number | undefined {
  try {
    const text = readFileSync(path, 'utf8').trim();
    return /^\d+$/.test(text) ? Number(text) : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
