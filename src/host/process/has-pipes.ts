import type { ChildProcess } from 'node:child_process';

/**
 * Whether a process that was just spawned has its pipes. Without a free file to make them of (EMFILE, ENFILE), Node returns
 * a child that has none, whatever the types say, and reports the error by an event a moment later.
 */
export function hasPipes(child: ChildProcess): boolean {
  return child.stdout !== null && child.stdout !== undefined;
}
