import { readFileSync } from 'node:fs';
import { writeFileAtomically } from './write-file-atomically.ts';

/** @returns the port that a file names; undefined if there is no file, or a crash tore it */
export function readRememberedPort(path: string): number | undefined {
  try {
    const port = Number(readFileSync(path, 'utf8'));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export function rememberPort(path: string, port: number): void {
  if (readRememberedPort(path) !== port) writeFileAtomically(path, `${port}\n`);
}
