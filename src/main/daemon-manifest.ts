import { readFileSync, rmSync } from 'node:fs';
import { writeFileAtomically } from '../host/system/write-file-atomically.ts';

/** The content of `daemon.json`, which describes a running daemon. It is documented: other programs depend on it. */
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

/** @returns undefined if there is none; an existing one may belong to a daemon that was killed */
function readManifest(path: string): DaemonManifest | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as DaemonManifest;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Removes this process's manifest, but not one that another daemon has written since. */
export function removeManifest(path: string): void {
  if (readManifest(path)?.pid === process.pid) rmSync(path, { force: true });
}
