/** Agents that do not want to end, and what they leave behind: stopped means that nothing of it runs, and nothing else was hit. */
import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StopView } from '../../src/contract/answer.ts';
import type { SessionView } from '../../src/contract/session.ts';
import { processTable } from '../../src/host/process/platform-process-table.ts';
import { scriptedCommand } from '../../src/main/program-files.ts';
import { checkInvariants, readLeft } from '../support/invariants.ts';
import { createWorld, untilEnded, type World } from '../support/world.ts';

const quoted = scriptedCommand()
  .map((word) => `'${word}'`)
  .join(' ');

/** Agents around the scripted one. What they do beside it is in their own line of sh. */
const agents = {
  /** Takes no notice of a signal, nor of the end of its input. */
  deaf: `trap '' TERM HUP INT; ${quoted}; while :; do sleep 600; done`,
  /** Starts another of itself whenever one ends, in a session of its own. */
  phoenix: `trap '' TERM; while :; do setsid --wait ${quoted}; done`,
};

/** What a tool call of an agent leaves running; each says so to descriptor 9 when it is as bad as it gets. */
const shapes: Record<string, string> = {
  'ignores SIGTERM': `trap '' TERM HUP INT; echo ready >&9; while :; do sleep 600; done`,
  'is forked twice and detached': `setsid sh -c '(setsid sleep 600 &); (trap "" TERM; setsid sleep 600 &); echo ready >&9'`,
  'has cleared its environment, in the group of its parent': `env -i sleep 600 & echo ready >&9; wait`,
  'forks in a loop': `trap '' TERM; echo ready >&9; f() { sh -c 'trap "" TERM; sleep 600' & sleep 0.01; f; }; f`,
  // Starts its successor and ends, again and again: whoever looks sees a process that is already gone.
  'is always somebody else': `f='setsid sh -c "$f" &'; export f; echo ready >&9; exec setsid sh -c "$f"`,
};

let world: World;

beforeAll(async () => {
  world = await createWorld({
    config: {
      default_agent: 'scripted',
      max_parallel: 20,
      agents: Object.fromEntries(
        Object.entries(agents).map(([name, line]) => [
          name,
          { protocol: 'acp' as const, command: ['/bin/sh', '-c', line] },
        ]),
      ),
    },
  });
  await world.startDaemon();
});

afterAll(() => world[Symbol.asyncDispose]());

const marked = (id: string) => processTable.marked(`FAIRLEAD_SESSION=${id}`);

let count = 0;

interface Started {
  id: string;
  /** Resolves when nothing that came of the line runs: the kernel closes a pipe when its last writer is gone. */
  gone: Promise<unknown>;
}

/** Starts a session whose tool call leaves `line` running. @returns when that runs */
async function startWith(
  line: string,
  { agent = 'scripted', after = [{ do: 'hang' }] as object[] } = {},
): Promise<Started> {
  count += 1;
  const pipe = join(world.root, `pipe-${count}`);
  execFileSync('mkfifo', [pipe]);
  const reader = spawn('cat', [pipe], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ready = new Promise((resolve) => reader.stdout.once('data', resolve));
  const gone = new Promise((resolve) => reader.once('exit', resolve));
  const steps = [{ do: 'run', command: `exec 9> '${pipe}'; ${line}`, background: true }, ...after];
  const [session] = await world.client.ask('sessions', {
    type: 'start',
    repo: world.repo,
    agent,
    tasks: [{ task: `<script>${JSON.stringify(steps)}</script>` }],
  });
  if (!session) throw new Error('no session');
  await ready;
  return { id: session.id, gone };
}

async function stop(...args: string[]): Promise<StopView[]> {
  const stopped = await world.cli('stop', ...args, '--json');
  expect(stopped.status, stopped.stderr).toBe(0);
  return stopped.data<StopView[]>();
}

describe('stop', () => {
  it.each(Object.entries(shapes))('ends what %s', async (_name, line) => {
    const { id, gone } = await startWith(line);
    expect(await stop(id)).toEqual([{ session_id: id, killed: expect.any(Number) as number, survivors: 0 }]);
    expect(marked(id)).toEqual([]);
    await gone;
  });

  it.each(Object.keys(agents))(
    'ends an agent that is %s, and nothing that only looks like it',
    async (agent) => {
      const { id } = await startWith('echo ready >&9', { agent });
      const [program = '', ...args] = scriptedCommand();
      // The same program with the same arguments, its marker that of a session whose id begins with the same letters.
      const own = spawn(program, args, {
        stdio: ['pipe', 'ignore', 'ignore'],
        env: { ...world.env, FAIRLEAD_SESSION: `${id}0`, NOTE: `FAIRLEAD_SESSION=${id}` },
      });
      const named = spawn('sleep', ['600'], {
        argv0: `FAIRLEAD_SESSION=${id}`,
        stdio: 'ignore',
        env: { ...world.env },
      });
      try {
        expect(marked(id).length).toBeGreaterThan(1);
        await expect(stop(id)).resolves.toMatchObject([{ session_id: id, survivors: 0 }]);
        expect(marked(id)).toEqual([]);
        for (const process of [own, named]) expect(processTable.read(process.pid ?? 0)?.zombie).toBe(false);
      } finally {
        own.kill('SIGKILL');
        named.kill('SIGKILL');
      }
    },
  );

  it('--all --force ends everybody at once, and says so for each', async () => {
    const started = [
      await startWith(shapes['ignores SIGTERM'] ?? '', { agent: 'deaf' }),
      await startWith('echo ready >&9', { agent: 'phoenix' }),
      await startWith(shapes['is forked twice and detached'] ?? ''),
    ];
    const stopped = await stop('--all', '--force');
    expect(new Map(stopped.map(({ session_id, survivors }) => [session_id, survivors]))).toEqual(
      new Map(started.map(({ id }) => [id, 0])),
    );
    for (const { id, gone } of started) {
      expect(marked(id)).toEqual([]);
      await gone;
    }
    await expect(stop('--all')).resolves.toEqual([]);
  });
});

describe('a session that ends by itself', () => {
  it('takes along what it left running', async () => {
    const { id, gone } = await startWith(shapes['is forked twice and detached'] ?? '', {
      after: [{ do: 'say', text: 'the server runs' }],
    });
    const [ended] = await untilEnded(world, [id]);
    expect(ended).toMatchObject({ status: 'completed' });
    expect(marked(id)).toEqual([]);
    await gone;
    const end = readLeft(world).events.find(
      (event) => event.session_id === id && event.kind === 'session.ended',
    );
    expect(end?.data).toMatchObject({ survivors: 0 });
  });

  it('by a crash of its agent does so as well', async () => {
    const { id, gone } = await startWith(shapes['ignores SIGTERM'] ?? '', {
      after: [{ do: 'signal', name: 'SIGKILL' }],
    });
    const [ended] = await untilEnded(world, [id]);
    expect(ended).toMatchObject({ status: 'failed' } satisfies Partial<SessionView>);
    expect(marked(id)).toEqual([]);
    await gone;
  });
});

it('all of it within the invariants', () => {
  expect(checkInvariants(world, 20).sessions.size).toBe(count);
});
