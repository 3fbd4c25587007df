/** A settings file of another program. Changes are atomic, and a backup is written first. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { FairleadError } from '../client/failure.ts';
import { problem } from '../base/problem.ts';
import { writeFileAtomically, type Ownership } from '../host/system/write-file-atomically.ts';

export interface SettingsFile {
  path: string;
  text: string;
  bytes: Buffer;
  /** The target, if the path is a symbolic link. */
  real: string;
  ownership: Ownership;
}

/** Bytes; more than hand-written settings need. */
const maximumSize = 4 * 1024 * 1024;

/**
 * @returns null if the file does not exist
 * @throws a FairleadError if it is not a readable text file
 */
export function readSettingsFile(path: string): SettingsFile | null {
  return withFileProblems(path, () => {
    if (!lstatSync(path, { throwIfNoEntry: false })) return null;
    if (!statSync(path, { throwIfNoEntry: false })) throw refusal(path, 'is a link that leads nowhere');
    const real = realpathSync(path);
    const ownership = statSync(real);
    if (!ownership.isFile())
      throw refusal(path, ownership.isDirectory() ? 'is a directory' : 'is not a file');
    if (ownership.size > maximumSize) throw refusal(path, 'is larger than 4 MiB');
    const bytes = readFileSync(real);
    return { path, text: decoded(path, bytes), bytes, real, ownership };
  });
}

/** Creates a file. Fails if it exists. */
export function createSettingsFile(path: string, text: string): void {
  withFileProblems(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    if (existsSync(path)) throw changing(path);
    writeFileAtomically(path, text, { mode: 0o644 });
  });
}

/** @returns the path of the backup */
export function replaceSettingsFile(file: SettingsFile, text: string): string {
  return withFileProblems(file.path, () => {
    refuseIfChanged(file);
    const backup = backUp(file);
    writeFileAtomically(file.real, text, file.ownership);
    return backup;
  });
}

/** Removes a file that contains only fairlead's settings. The target of a symbolic link is emptied instead. */
export function removeSettingsFile(file: SettingsFile): void {
  withFileProblems(file.path, () => {
    refuseIfChanged(file);
    if (lstatSync(file.path).isSymbolicLink()) writeFileAtomically(file.real, '{}\n', file.ownership);
    else unlinkSync(file.path);
  });
}

/** Returns the refusal for a file, with its path at the beginning. */
export function refusal(path: string, what: string): FairleadError {
  return new FairleadError(
    problem(
      'configuration',
      `${path} ${what}`,
      'fix the file, then repeat the command (nothing was changed)',
    ),
  );
}

function decoded(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refusal(path, 'is not UTF-8 text');
  }
}

/** Writes a backup beside the file under the first unused name, so that no earlier backup is overwritten. */
function backUp({ path, bytes, ownership }: SettingsFile): string {
  for (let number = 1; ; number += 1) {
    const copy = `${path}.fairlead-${number}.bak`;
    try {
      const file = openSync(copy, 'wx', ownership.mode & 0o777);
      try {
        writeFileSync(file, bytes);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      return copy;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Claude Code also writes its settings while it runs, and its changes must not be lost. */
function refuseIfChanged({ path, real, bytes }: SettingsFile): void {
  if (!readFileSync(real).equals(bytes)) throw changing(path);
}

function changing(path: string): FairleadError {
  return new FairleadError(
    problem('busy', `${path} is being changed by another program`, 'again (nothing was changed)'),
  );
}

function withFileProblems<T>(path: string, task: () => T): T {
  try {
    return task();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    throw new FairleadError(
      problem(
        'environment',
        `${path} cannot be read or written: ${(error as Error).message}`,
        'check the permissions of the file and its directory (nothing was changed)',
      ),
      error,
    );
  }
}
