/**
 * Measures stopping a program and its children, with proof, beside many other processes. Compares with a kill of its
 * process group and one scan.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { processTable } from '../src/host/process/platform-process-table.ts';
import { stopTree } from '../src/host/process/stop-tree.ts';
import { ms, quantile, ratio, timed, type Line } from './measure.ts';

const others = 800;
const rounds = 15;

export async function stopping(): Promise<Line> {
  const line = `for i in $(seq ${others}); do sleep 600 & done; echo ready; wait`;
  const crowd = spawn('/bin/sh', ['-c', line], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  await once(crowd.stdout, 'data');
  try {
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const marker = `FAIRLEAD_BENCH=${process.pid}n${round}`;
      await start(marker);
      ours.push(await timed(() => stopTree({ table: processTable, marker, polite: true, patience: 2_000 })));
      const { pid, gone } = await start(marker);
      theirs.push(
        await timed(async () => {
          process.kill(-pid, 'SIGTERM');
          await gone;
          if (look(marker) > 0) throw new Error('something is left');
        }),
      );
    }
    const [mine, plain] = [quantile(ours, 0.5), quantile(theirs, 0.5)];
    return {
      what: `stop, proven, beside ${others} other processes, against a kill of the group and one look (medians)`,
      fairlead: ms(mine),
      against: ms(plain),
      ratio: ratio(mine, plain),
    };
  } finally {
    process.kill(-(crowd.pid ?? 0), 'SIGKILL');
  }
}

/**
 * @returns the process group of a program with two children, and a promise that resolves when all of them have exited
 */
async function start(marker: string): Promise<{ pid: number; gone: Promise<unknown> }> {
  const [name = '', value = ''] = marker.split('=');
  const child = spawn('/bin/sh', ['-c', 'sleep 600 & sleep 600 & echo ready; wait'], {
    env: { PATH: process.env['PATH'], [name]: value },
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const gone = once(child.stdout, 'end');
  await once(child.stdout, 'data');
  child.stdout.resume();
  return { pid: child.pid ?? 0, gone };
}

/** @returns the number of processes with the marker in their environment */
function look(marker: string): number {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(marker);
      } catch (error) {
        if (['ENOENT', 'ESRCH', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
        throw error;
      }
    }).length;
}
