/** Every command that is sent twice with the same id has its effect once and gets the same answer, whatever was killed. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Command, CommandType } from '../../src/contract/command.ts';
import { commandSchemas } from '../../src/contract/command.ts';
import type { EventKind } from '../../src/contract/event.ts';
import type { KillPoint } from '../support/kill-at-commit.ts';
import { script, untilRunEnded, untilRun, writePlan } from '../support/plan-world.ts';
import { createWorld, untilEnded, untilSession, type World } from '../support/world.ts';

const preload = join(import.meta.dirname, '../support/kill-at-commit.ts');

/** A command that changes something. */
interface Case {
  /** Makes what the command is about. @returns the command */
  arrange: (world: World, n: number) => Promise<Command>;
  /** The event that is its effect, and how often it happens for one command. */
  effect: EventKind;
  times?: number;
}

const done = script({ do: 'say', text: 'done' });
const hangs = script({ do: 'hang' });
const asks = (tool: string) => script({ do: 'ask', tool, title: tool }, { do: 'say', text: 'asked' });
const writes = (name: string) =>
  script({ do: 'write', path: name, content: `${name}\n` }, { do: 'say', text: 'made' });

async function start({ client, repo }: World, task: string, options = {}): Promise<string> {
  const [session] = await client.ask('sessions', { type: 'start', repo, tasks: [{ task }], ...options });
  return session?.id ?? '';
}

async function ended(world: World, task = done): Promise<string> {
  const id = await start(world, task);
  await untilEnded(world, [id]);
  return id;
}

async function working(world: World): Promise<string> {
  const id = await start(world, hangs);
  await untilSession(world, id, ({ phase }) => phase === 'working');
  return id;
}

async function removed(world: World): Promise<string> {
  const id = await ended(world);
  await world.client.command({ type: 'remove', session: id });
  return id;
}

async function merged(world: World, n: number): Promise<string> {
  const id = await ended(world, writes(`merged-${n}.txt`));
  await world.git('branch', `into-${n}`);
  await world.client.command({ type: 'merge', target: id, into: `into-${n}` });
  return id;
}

async function asking(world: World, tool: string): Promise<string> {
  const id = await start(world, asks(tool));
  await untilSession(world, id, ({ attention }) => attention.includes('approval'));
  const approval = (await world.client.approvals()).find(({ session_id }) => session_id === id);
  return approval?.id ?? '';
}

/** A run with one unit that fails and one behind it. */
async function failedRun(world: World, n: number): Promise<string> {
  const path = await writePlan(world, `failed-${n}.yaml`, [
    { id: 'bad', gate: ['false'] },
    { id: 'b', after: ['bad'] },
  ]);
  const run = await world.client.ask('run', { type: 'run', repo: world.repo, paths: [path] });
  await untilRunEnded(world, run.id);
  return run.id;
}

/** Commands that change nothing: there is no effect to have once. */
const questions = ['plan', 'try_plan', 'explain', 'check_policy', 'list_rules'] as const;

const cases: { [T in Exclude<CommandType, (typeof questions)[number] | 'trust' | 'shutdown'>]: Case } = {
  start: {
    effect: 'session.created',
    arrange: ({ repo }) => Promise.resolve({ type: 'start', repo, tasks: [{ task: done }] }),
  },
  send: {
    effect: 'prompt.queued',
    arrange: async (world) => ({ type: 'send', session: await working(world), text: done }),
  },
  continue: {
    effect: 'session.continued',
    arrange: async (world) => ({ type: 'continue', session: await ended(world), text: done }),
  },
  interrupt: {
    effect: 'turn.interrupting',
    arrange: async (world) => ({ type: 'interrupt', session: await working(world) }),
  },
  fork: {
    effect: 'session.created',
    arrange: async (world) => ({ type: 'fork', session: await ended(world), text: done }),
  },
  run: {
    effect: 'run.created',
    arrange: async (world, n) => ({
      type: 'run',
      repo: world.repo,
      paths: [await writePlan(world, `run-${n}.yaml`, [{ id: 'a' }])],
    }),
  },
  retry: {
    effect: 'unit.retried',
    times: 2,
    arrange: async (world, n) => ({ type: 'retry', run: await failedRun(world, n) }),
  },
  skip: {
    effect: 'unit.skipped',
    arrange: async (world, n) => {
      const units = [{ id: 'a', steps: [{ do: 'hang' }] }];
      const path = await writePlan(world, `skip-${n}.yaml`, units);
      const run = await world.client.ask('run', { type: 'run', repo: world.repo, paths: [path] });
      await untilRun(world, run.id, ({ units: [unit] }) => unit?.status === 'running');
      return { type: 'skip', run: run.id, unit: 'a' };
    },
  },
  pause: {
    effect: 'session.pausing',
    arrange: async (world) => ({ type: 'pause', target: await working(world) }),
  },
  resume: {
    effect: 'session.resumed',
    arrange: async (world) => ({ type: 'resume', target: await start(world, done, { draft: true }) }),
  },
  launch: {
    effect: 'session.admitted',
    arrange: async (world) => {
      await working(world);
      const id = await start(world, hangs, { max_parallel: 1 });
      await untilSession(world, id, ({ waiting }) => waiting?.kind === 'slots');
      return { type: 'launch', session: id };
    },
  },
  stop: {
    effect: 'session.ended',
    arrange: async (world) => ({ type: 'stop', target: await working(world) }),
  },
  stop_all: {
    effect: 'session.ended',
    times: 2,
    arrange: async (world) => {
      await world.client.command({ type: 'stop_all', force: true });
      await working(world);
      await working(world);
      return { type: 'stop_all', force: true };
    },
  },
  approve: {
    effect: 'approval.answered',
    times: 2,
    arrange: async (world, n) => {
      await asking(world, `Approve${n}`);
      return { type: 'approve', approval: await asking(world, `Approve${n}`) };
    },
  },
  deny: {
    effect: 'approval.answered',
    times: 2,
    arrange: async (world, n) => {
      await asking(world, `Deny${n}`);
      return { type: 'deny', approval: await asking(world, `Deny${n}`) };
    },
  },
  forget_rule: {
    effect: 'rule.forgotten',
    arrange: async (world, n) => {
      const approval = await asking(world, `Rule${n}`);
      const { added } = await world.client.ask('approval', {
        type: 'approve',
        approval,
        scope: 'always',
        rules: [`Rule${n}`],
      });
      return { type: 'forget_rule', repo: world.repo, rule: added?.[0]?.id ?? '' };
    },
  },
  remove: {
    effect: 'session.removed',
    arrange: async (world) => ({ type: 'remove', session: await ended(world) }),
  },
  undo: {
    effect: 'session.restored',
    arrange: async (world) => {
      await removed(world);
      await removed(world);
      return { type: 'undo' };
    },
  },
  merge: {
    effect: 'session.merged',
    arrange: async (world, n) => {
      await world.git('branch', `merge-${n}`);
      return { type: 'merge', target: await ended(world, writes(`m-${n}.txt`)), into: `merge-${n}` };
    },
  },
  rollback: {
    effect: 'session.rolled_back',
    arrange: async (world, n) => ({ type: 'rollback', target: await merged(world, n) }),
  },
  abandon: {
    effect: 'session.abandoned',
    arrange: async (world, n) => ({ type: 'abandon', target: await ended(world, writes(`a-${n}.txt`)) }),
  },
  gc: {
    effect: 'session.removed',
    times: 2,
    arrange: async (world) => {
      await ended(world);
      await ended(world);
      return { type: 'gc' };
    },
  },
  judge: {
    effect: 'call.judged',
    arrange: ({ repo }) =>
      Promise.resolve({ type: 'judge', repo, tool: 'Read', input: { file_path: 'README.md' } }),
  },
};

const count = async ({ client }: World, kind: EventKind): Promise<number> => {
  let found = 0;
  for await (const event of client.events({ kinds: [kind], follow: false }, new AbortController().signal))
    found += Number(event.kind === kind);
  return found;
};

/** Sends a command to a daemon that dies of it, and waits until it has. */
async function sendAndDie(world: World, command: Command, command_id: string): Promise<void> {
  const answer = world.client.command({ ...command, command_id });
  await expect(answer).rejects.toThrow();
  await world.untilDaemonGone();
}

interface Round {
  /** Where the daemon dies; undefined where it does not. */
  point: KillPoint | undefined;
  command_id: string;
}

async function startDaemonFor(world: World, round: Round | undefined): Promise<void> {
  if (round?.point) await startDyingDaemon(world, round.command_id, round.point);
  else await world.startDaemon();
}

async function startDyingDaemon(world: World, command_id: string, point: KillPoint): Promise<void> {
  world.env['KILL_AT'] = JSON.stringify({ command_id, point });
  await world.startDaemon('--import', preload);
  delete world.env['KILL_AT'];
}

const config = { default_agent: 'scripted', max_parallel: 20 };
const points: KillPoint[] = ['accepted', 'ended'];

describe('a command that is sent twice with the same id', () => {
  it('is a question, or stands in one of these tables', () => {
    const tested = [...questions, ...Object.keys(cases), 'trust', 'shutdown'];
    expect(tested.toSorted()).toEqual(Object.keys(commandSchemas).toSorted());
  });

  it.each(Object.entries(cases))(
    'has its effect once: %s',
    async (type, { arrange, effect, times = 1 }) => {
      await using world = await createWorld({ config });
      const rounds = [...points, undefined].map((point) => ({
        point,
        command_id: `${type}-${point ?? 'twice'}`,
      }));
      await startDaemonFor(world, rounds[0]);
      for (const [index, { point, command_id }] of rounds.entries()) {
        const command = await arrange(world, index);
        const before = await count(world, effect);
        if (point) {
          await sendAndDie(world, command, command_id);
          // The daemon that continues is the one that dies in the next round.
          await startDaemonFor(world, rounds[index + 1]);
        }
        const send = () => world.client.command({ ...command, command_id });
        const [first, joined] = await Promise.all([send(), send()]);
        expect(joined).toEqual(first);
        expect(await send(), 'after it has ended').toEqual(first);
        expect((await count(world, effect)) - before, `${effect} after ${command_id}`).toBe(times);
        await refusesAnotherBody(world, command_id);
      }
    },
    120_000,
  );

  it.each([...points, undefined])(
    'trusts what was there when it was accepted (killed: %s)',
    async (point) => {
      await using world = await createWorld({ config, files: { 'fairlead.yaml': 'max_parallel: 2\n' } });
      const command_id = `trust-${point ?? 'twice'}`;
      if (point) await startDyingDaemon(world, command_id, point);
      else await world.startDaemon();
      const command = { type: 'trust', repo: world.repo } as const;
      const send = () => world.client.command({ ...command, command_id });
      const file = join(world.repo, 'fairlead.yaml');
      const seen = sha256(readFileSync(file));
      if (point) await sendAndDie(world, command, command_id);
      else await send();
      writeFileSync(file, 'max_parallel: 3\n');
      if (point) await world.startDaemon();
      const answer = await send();
      expect(answer).toMatchObject({ type: 'trusted', data: { files: [{ path: 'fairlead.yaml' }] } });
      expect(await send()).toEqual(answer);
      const trusted = JSON.parse(readFileSync(join(world.state, 'trusted.json'), 'utf8')) as object;
      expect(Object.values(trusted)).toEqual([seen]);
      await refusesAnotherBody(world, command_id);
    },
  );

  it.each(points)('ends one daemon and not the next (killed: %s)', async (point) => {
    await using world = await createWorld({ config });
    const command_id = `shutdown-${point}`;
    await startDyingDaemon(world, command_id, point);
    const session = await working(world);
    const command = { type: 'shutdown', sessions: true } as const;
    await sendAndDie(world, command, command_id);
    const pid = await world.startDaemon();
    const answer = await world.client.command({ ...command, command_id });
    expect(await world.client.command({ ...command, command_id })).toEqual(answer);
    expect((await world.client.session(session)).phase).toBe('ended');
    expect(await world.client.daemon()).toMatchObject({ pid, stopping: false });
    await refusesAnotherBody(world, command_id);
  });

  it('gets the same problem where its work has failed', async () => {
    await using world = await createWorld({ config, files: { 'shared.txt': 'one\n' } });
    await startDyingDaemon(world, 'merge-conflict', 'ended');
    const task = script({ do: 'write', path: 'shared.txt', content: 'two\n' }, { do: 'say', text: 'made' });
    const command = { type: 'merge', target: await ended(world, task), into: 'main' } as const;
    writeFileSync(join(world.repo, 'shared.txt'), 'three\n');
    await world.git('commit', '-qam', 'three');
    await sendAndDie(world, command, 'merge-conflict');
    await world.startDaemon();
    for (let again = 0; again < 2; again += 1)
      await expect(world.client.command({ ...command, command_id: 'merge-conflict' })).rejects.toMatchObject({
        code: 'conflict',
      });
    expect(await count(world, 'upkeep.failed')).toBe(1);
  });

  it('stops and merges a run once', async () => {
    await using world = await createWorld({ config });
    await startDyingDaemon(world, 'stop-a-run', 'accepted');
    const path = await writePlan(world, 'run.yaml', [
      { id: 'a' },
      { id: 'b', after: ['a'], steps: [{ do: 'hang' }] },
    ]);
    const { id } = await world.client.ask('run', { type: 'run', repo: world.repo, paths: [path] });
    await untilRun(world, id, ({ units: [, unit] }) => unit?.status === 'running');
    await sendAndDie(world, { type: 'stop', target: id }, 'stop-a-run');
    await startDyingDaemon(world, 'merge-a-run', 'accepted');
    const stop = () => world.client.command({ type: 'stop', target: id, command_id: 'stop-a-run' });
    const stopped = await stop();
    expect(stopped).toMatchObject({ type: 'run', data: { id, status: 'stopped' } });
    expect(await stop()).toEqual(stopped);
    await world.git('branch', 'target');
    const merge = { type: 'merge', target: id, into: 'target' } as const;
    await sendAndDie(world, merge, 'merge-a-run');
    await world.startDaemon();
    const answer = await world.client.command({ ...merge, command_id: 'merge-a-run' });
    expect(await world.client.command({ ...merge, command_id: 'merge-a-run' })).toEqual(answer);
    expect([await count(world, 'run.ended'), await count(world, 'run.merged')]).toEqual([1, 1]);
  });
});

async function refusesAnotherBody(world: World, command_id: string): Promise<void> {
  const other = { type: 'gc', dry_run: false, command_id } as const;
  const body = command_id.startsWith('gc') ? ({ type: 'stop_all', command_id } as const) : other;
  await expect(world.client.command(body)).rejects.toMatchObject({ code: 'reused_command_id' });
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
