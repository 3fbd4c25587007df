import { readFileSync, rmSync } from 'node:fs';
import { writeFileAtomically } from '../host/system/write-file-atomically.ts';

/** What a running daemon says of itself in `daemon.json`. Documented: other programs rely on it. */
export interface DaemonManifest {
  pid: number;
  port: number;
  socket: string;
  version: string;
  started_at: string;
}

export function writeManifest(path: string, manifest: DaemonManifest): void {
  writeFileAtomically(path, `${JSON.stringify(manifest, null, 2)}\n`);
}

/** @returns undefined where there is none; one that is there may be left by a daemon that was killed */
function readManifest(path: string): DaemonManifest | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as DaemonManifest;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Removes this process's manifest; one that another daemon has written since stays. */
export function removeManifest(path: string): void {
  if (readManifest(path)?.pid === process.pid) rmSync(path, { force: true });
}
