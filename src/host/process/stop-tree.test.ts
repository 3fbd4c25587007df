import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProcessSearch } from './process-table.ts';
import { processTable } from './platform-process-table.ts';
import { stopTree } from './stop-tree.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';

/** Programs that resist ending; each prints `ready` when it is prepared. */
const shapes: Record<string, string> = {
  'a child and a grandchild': 'sh -c "sleep 600 & echo ready; wait" & wait',
  'ignores SIGTERM': `trap '' TERM HUP INT; echo ready; while :; do sleep 600; done`,
  'a grandchild in a group of its own': 'setsid sleep 600 & echo ready; wait',
  'a parent that is gone': '(setsid sh -c "nohup sleep 600 >/dev/null 2>&1 &" &) ; echo ready; exit 0',
  'forked twice, detached': `setsid sh -c '(setsid sleep 600 &) ; echo ready' & wait; sleep 600`,
  'without environment, in the group': 'env -i sleep 600 & env -i sleep 600 & echo ready; wait',
  'always somebody else': `f='echo ready; setsid sh -c "$f" &'; export f; exec setsid sh -c "$f"`,
  'forks without end': `echo ready; f() { sh -c 'trap "" TERM; sleep 600' & sleep 0.01; f; }; trap '' TERM; f`,
};

/**
 * @returns a promise that resolves when no process holds the program's output any more: then all its descendants are
 *   gone
 */
async function start(script: string, marker: string): Promise<{ gone: Promise<unknown> }> {
  const [name = '', value = ''] = marker.split('=');
  const child = spawn('/bin/sh', ['-c', script], {
    env: { PATH: process.env['PATH'], [name]: value },
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const gone = new Promise((resolve) => child.stdout.once('end', resolve));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.stdout.resume();
  return { gone };
}

/** Calls of read(2) that this process has made (proc_pid_io(5)). */
function readCalls(): number {
  return Number(/^syscr: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);
}

function countProcesses(): number {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).length;
}

/** Namespaces need permissions that not every user has. */
const canUnshare = spawnSync('unshare', ['--pid', '--fork', 'true']).status === 0;

describe('stopTree', () => {
  it.each(Object.entries(shapes))('leaves nothing of: %s', async (name, script) => {
    const marker = `FAIRLEAD_TEST=stop${process.pid}${name.length}`;
    const { gone } = await start(script, marker);
    const result = await stopTree({ table: processTable, marker, polite: true, patience: 100 });
    expect(result.survivors).toBe(0);
    expect(processTable.marked(marker)).toEqual([]);
    await gone;
  });

  it('lets a program end on SIGTERM', async () => {
    const marker = `FAIRLEAD_TEST=polite${process.pid}`;
    await start('trap "exit 0" TERM; echo ready; while :; do sleep 0.05; done', marker);
    const result = await stopTree({ table: processTable, marker, polite: true, patience: 60_000 });
    expect(result).toEqual({ killed: 0, survivors: 0 });
  });

  it('leaves a process with the same name but without the marker', async () => {
    const program = join(temporaryDirectory(), 'claude');
    copyFileSync('/bin/sleep', program);
    const own = spawn(program, ['600'], { stdio: 'ignore', env: { FAIRLEAD_TEST: 'samename2' } });
    const marker = 'FAIRLEAD_TEST=samename';
    await start(`${program} 600 & echo ready; wait`, marker);
    await stopTree({ table: processTable, marker, polite: false, patience: 0 });
    expect(processTable.marked(marker)).toEqual([]);
    expect(processTable.read(own.pid ?? 0)?.zombie).toBe(false);
    own.kill();
  });

  it('reads the other processes of a busy machine once, however often it scans', async () => {
    const others = 200;
    const crowd = spawn(
      '/bin/sh',
      ['-c', `for i in $(seq ${others}); do sleep 600 & done; echo ready; wait`],
      {
        detached: true,
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    await new Promise((resolve) => crowd.stdout.once('data', resolve));
    try {
      const marker = `FAIRLEAD_TEST=busy${process.pid}`;
      await start(`trap '' TERM; echo ready; while :; do sleep 600; done`, marker);
      let looks = 0;
      const search = (wanted: string): ProcessSearch => {
        const own = processTable.search(wanted);
        return { ...own, look: (...args) => ((looks += 1), own.look(...args)) };
      };
      const before = readCalls();
      const table = { ...processTable, search };
      const result = await stopTree({ table, marker, polite: true, patience: 1_000 });
      expect(result).toEqual({ killed: expect.any(Number) as number, survivors: 0 });
      // Two files of each process, one of them in two pieces: half the cost of reading them at every scan.
      // Other tests start processes meanwhile, which are scanned as well.
      expect(readCalls() - before).toBeLessThan((countProcesses() * 4 * looks) / 2);
      expect(looks).toBeGreaterThan(5);
    } finally {
      process.kill(-(crowd.pid ?? 0), 'SIGKILL');
    }
  });

  it.skipIf(!canUnshare)(
    'ends a process namespace with its first process, and those who hide in it',
    async () => {
      const marker = `FAIRLEAD_TEST=namespace${process.pid}`;
      const hidden = 'env -i setsid sh -c "env -i setsid sleep 600 &"';
      const { gone } = await start(
        `unshare --pid --fork sh -c '${hidden}; echo ready; sleep 600; :'`,
        marker,
      );
      const result = await stopTree({ table: processTable, marker, polite: true, patience: 0 });
      expect(result.survivors).toBe(0);
      // The hidden process holds the program's output open as well.
      await gone;
    },
  );

  it('does nothing if nothing runs', async () => {
    const request = { table: processTable, marker: 'FAIRLEAD_TEST=none', polite: true, patience: 60_000 };
    await expect(stopTree(request)).resolves.toEqual({ killed: 0, survivors: 0 });
  });
});
