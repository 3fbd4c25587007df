import { execFile } from 'node:child_process';

/** @returns the exit status of a line of sh, run as fairlead runs a gate */
export function statusOf(line: string, cwd: string, path: string): Promise<number> {
  // A program that lies in the tree is found, as after `npm link`.
  const env = { PATH: `${path}:${cwd}`, HOME: cwd };
  return new Promise((resolve) => {
    execFile('/bin/sh', ['-c', line], { cwd, env }, (error) =>
      resolve(error === null ? 0 : typeof error.code === 'number' ? error.code : -1),
    );
  });
}
