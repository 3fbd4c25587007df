import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../cli/context.ts';
import { exists } from './exists.ts';
import type { Subject } from './subject.ts';

/** Bytes of free space below which a worktree or a journal may soon not fit. */
const littleSpace = 2e9;

export function examineState({ paths }: Subject): Finding {
  let directory = paths.state;
  while (!exists(directory)) directory = join(directory, '..');
  const { bavail, bsize } = statfsSync(directory);
  const free = bavail * bsize;
  const detail = `${paths.state}, ${(free / 1e9).toFixed(1)} GB free`;
  return free < littleSpace
    ? { name: 'state', state: 'warning', detail, next: 'make room, or move it: FAIRLEAD_HOME=DIR' }
    : { name: 'state', state: 'ok', detail, next: null };
}
