import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Whose a file is, and who may read it. */
export interface Ownership {
  mode: number;
  /** This user's where not given. */
  uid?: number;
  gid?: number;
}

/**
 * Writes a file so that there is the old content or the new, whenever the machine stops.
 *
 * @param like whose it is to be; private to this user (0600) if not given
 */
export function writeFileAtomically(path: string, content: string, like?: Ownership): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeDurably(temporary, content, like);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncDirectory(dirname(path));
}

function writeDurably(path: string, content: string, like: Ownership | undefined): void {
  rmSync(path, { force: true });
  const file = openSync(path, 'wx', 0o600);
  try {
    writeFileSync(file, content);
    if (like) giveTo(file, like);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function giveTo(file: number, { mode, uid, gid }: Ownership): void {
  const found = fstatSync(file);
  const [owner, group] = [uid ?? found.uid, gid ?? found.gid];
  if (owner !== found.uid || group !== found.gid) fchownSync(file, owner, group);
  fchmodSync(file, mode & 0o7777);
}

function syncDirectory(path: string): void {
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
