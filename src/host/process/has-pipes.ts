import type { ChildProcess } from 'node:child_process';

/**
 * Whether a spawned process has its pipes. Without a free file descriptor (EMFILE, ENFILE), Node returns a child
 * without pipes, whatever the types say, and reports the error by an event later.
 */
export function hasPipes(child: ChildProcess): boolean {
  return child.stdout !== null && child.stdout !== undefined;
}
