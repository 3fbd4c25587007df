import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as after } from 'node:timers/promises';
import { ownerVariable } from '../repository/names.ts';

/** Rounds of 5 ms that git gets to remove its lock files before it is killed. */
const politeRounds = 200;

/**
 * Ends git commands that still build the worktree of this id for a killed process: a large checkout continues for
 * many seconds. They are recognised by the marker in their environment, never by name. No other process may be
 * working on the id.
 *
 * Needs /proc. On other systems they end on their own, and the next request for the worktree cleans up.
 */
export async function endOrphans(id: string): Promise<void> {
  for (let round = 0; ; round += 1) {
    const orphans = await findOrphans(id);
    if (orphans.length === 0) return;
    for (const pid of orphans) end(pid, round < politeRounds ? 'SIGTERM' : 'SIGKILL');
    await after(5);
  }
}

async function findOrphans(id: string): Promise<number[]> {
  const processes = await readdir('/proc').catch(() => []);
  const marker = `${ownerVariable}=${id}\0`;
  const found: number[] = [];
  for (const name of processes) {
    if (!/^\d+$/.test(name)) continue;
    // Unreadable: ended meanwhile, or of another user and so not ours. Empty: ended, but not collected by its
    // parent.
    const environment = await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '');
    if (environment.startsWith(marker) || environment.includes(`\0${marker}`)) found.push(Number(name));
  }
  return found;
}

function end(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
