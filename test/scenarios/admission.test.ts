/** Who may begin: usage limits, logins, floors and budgets, with the scripted agent; and what a person can do about it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Event } from '../../src/contract/event.ts';
import type { RunView } from '../../src/contract/run.ts';
import type { SessionView, Waiting } from '../../src/contract/session.ts';
import type { SettingsFile } from '../../src/contract/settings.ts';
import { checkInvariants } from '../support/invariants.ts';
import { checkRun, runEvents, script, untilRunEnded, writePlan } from '../support/plan-world.ts';
import { scriptedCommand } from '../support/scripted-world.ts';
import { createWorld, untilEnded, untilSession, type World } from '../support/world.ts';

const agents: SettingsFile['agents'] = {
  twin: { protocol: 'acp', command: [...scriptedCommand], like: 'scripted', account: 'scripted' },
  other: { protocol: 'acp', command: [...scriptedCommand], like: 'scripted' },
};
const config: SettingsFile = { default_agent: 'scripted', agents, max_parallel: 2 };

const limit = (words: string) => ({ do: 'error', code: 429, message: `slow down, ${words}` });
const work = (name: string) => [
  { do: 'write', path: `${name}.txt`, content: name },
  { do: 'commit', message: name },
  { do: 'say', text: `made ${name}` },
];

async function start(world: World, name: string, steps: object[], agent = 'scripted'): Promise<string> {
  const [session] = await world.client.ask('sessions', {
    type: 'start',
    repo: world.repo,
    agent,
    tasks: [{ name, task: script(...steps) }],
  });
  return session?.id ?? '';
}

const untilWaiting = (world: World, id: string, kind: Waiting['kind']): Promise<SessionView> =>
  untilSession(world, id, ({ waiting }) => waiting?.kind === kind);

function configure(world: World, content: SettingsFile): void {
  writeFileSync(join(world.root, 'config.yaml'), stringify(content));
}

async function historyOf({ client }: World, id: string): Promise<Event[]> {
  return client.history(id, { limit: 5_000 });
}

describe('a usage limit', () => {
  it('met by one holds all of its account over a restart, others go on; launched or lifted by a person', async () => {
    await using world = await createWorld({ config });
    await world.startDaemon();
    const met = await start(world, 'met', [...work('one'), limit('try again in 2 hours'), ...work('two')]);
    const held = await untilWaiting(world, met, 'limit');
    expect(held).toMatchObject({ status: 'running', phase: 'queued', attention: ['limit'], reason: null });
    expect(Date.parse(held.waiting?.until ?? '') - Date.now()).toBeGreaterThan(3_600_000);

    const same = await start(world, 'same', work('same'));
    const twin = await start(world, 'twin', work('twin'), 'twin');
    const other = await start(world, 'other', work('other'), 'other');
    await expect(untilEnded(world, [other])).resolves.toMatchObject([{ status: 'completed' }]);
    for (const id of [same, twin])
      await expect(untilWaiting(world, id, 'limit')).resolves.toMatchObject({
        phase: 'queued',
        status: 'starting',
        attention: ['limit'],
        waiting: held.waiting,
      });
    const list = await world.cli('ls');
    expect(list.stdout).toMatch(/running +\S+ +met +usage limit of scripted: until /);
    expect(list.stderr).toMatch(
      /usage limit of scripted: until .*; waiting: twin, same, met\n.*fairlead launch s/,
    );

    await world.killDaemon();
    await world.startDaemon();
    for (const id of [met, same, twin])
      await expect(world.client.session(id)).resolves.toMatchObject({
        phase: 'queued',
        waiting: held.waiting,
      });

    const launched = await world.cli('launch', same);
    expect(launched.status, launched.stderr).toBe(0);
    await expect(untilEnded(world, [same])).resolves.toMatchObject([{ status: 'completed' }]);
    await expect(world.client.session(twin)).resolves.toMatchObject({ phase: 'queued' });
    expect(await world.cli('launch', same)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('it does not wait for a slot') as string,
    });

    const lifted = await world.cli('resume', twin);
    expect(lifted.status, lifted.stderr).toBe(0);
    const ended = await untilEnded(world, [met, twin]);
    expect(ended).toMatchObject([
      { status: 'completed', stats: { turns: 2 }, outcome: { evidence: { commits: 2 } } },
      { status: 'completed', stats: { turns: 1 } },
    ]);
    const kinds = (await historyOf(world, met)).map(({ kind }) => kind);
    expect(
      kinds.filter((kind) => kind === 'process.launching'),
      'one process all along',
    ).toHaveLength(1);
    checkInvariants(world, 2);
  });

  it('is over by itself: no unit of a plan fails for it, none begins before its time', async () => {
    await using world = await createWorld({ config });
    await world.startDaemon();
    const plan = await writePlan(world, 'limited.yaml', [
      { id: 'met', steps: [...work('one'), limit('try again in 3s'), ...work('two')] },
      { id: 'b' },
      { id: 'c', agent: 'twin' },
      { id: 'd', after: ['met'] },
    ]);
    const started = await world.cli('run', plan, '--max-parallel', '2', '--json');
    expect(started.status, started.stderr).toBe(0);
    const run = started.data<RunView>();
    expect(run).toMatchObject({ status: 'completed', progress: { completed: 4 } });
    expect(run.units.map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1]);
    await checkRun(world, run);
    const events = await runEvents(world, run.id);
    const met = events.find((event) => event.kind === 'session.limited');
    if (met?.kind !== 'session.limited') throw new Error('no limit was met');
    const admitted = events.filter(({ kind, seq }) => kind === 'session.admitted' && seq > met.seq);
    expect(admitted.length).toBeGreaterThanOrEqual(3);
    for (const { at } of admitted)
      expect(at >= met.data.until, `${at} is before ${met.data.until}`).toBe(true);
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: 'unit.moved',
        data: {
          unit: 'met',
          to: 'running',
          why: expect.stringMatching(/^usage limit of scripted until/) as string,
        },
      }),
    );
  });
});

it('a login that is missing stops a run from starting more of that account, until a person has seen to it', async () => {
  await using world = await createWorld({ config });
  await world.startDaemon();
  const missing = { do: 'error', code: -32_000, message: 'who are you' };
  const plan = await writePlan(world, 'login.yaml', [
    { id: 'a', steps: [missing, ...work('a')] },
    { id: 'b', agent: 'twin' },
    { id: 'c' },
  ]);
  const started = await world.cli('run', plan, '--max-parallel', '1', '--detach', '--json');
  const { id } = started.data<RunView>();
  const done = new AbortController();
  let held: SessionView | undefined;
  for await (const { now } of world.client.live(done.signal)) {
    held = now.sessions.find(({ waiting }) => waiting?.kind === 'auth');
    if (held) done.abort();
  }
  expect(held).toMatchObject({
    unit_id: 'b',
    attention: ['auth'],
    waiting: { text: `scripted is not logged in: log in, then fairlead approve ${id}/a` },
  });
  const own = await start(world, 'own', work('own'));
  await expect(untilEnded(world, [own])).resolves.toMatchObject([{ status: 'completed' }]);

  await world.killDaemon();
  await world.startDaemon();
  await expect(world.client.session(held?.id ?? '')).resolves.toMatchObject({ phase: 'queued' });
  expect((await world.cli('approve', `${id}/a`)).status).toBe(0);
  const run = await untilRunEnded(world, id);
  expect(run).toMatchObject({ status: 'completed', progress: { completed: 3 } });
});

describe('nothing begins', () => {
  it.each([
    ['disk', { min_free_disk: '900000TB' }, 'less than 900000000 GB of disk is free'],
    ['memory', { min_free_memory: '900TB' }, 'less than 900000 GB of memory is free'],
  ] as const)('below the floor of %s, and everything above it', async (kind, limits, text) => {
    await using world = await createWorld({ config: { ...config, limits } });
    await world.startDaemon();
    const id = await start(world, 'one', work('one'));
    await expect(untilWaiting(world, id, kind)).resolves.toMatchObject({
      phase: 'queued',
      waiting: { text },
    });
    const tried = await world.cli('start', '--try', 'x');
    expect(tried).toMatchObject({ status: 75, stderr: expect.stringContaining(text) as string });
    configure(world, config);
    await expect(untilEnded(world, [id])).resolves.toMatchObject([{ status: 'completed' }]);
  });

  it('when the budget of the day is spent, unless a person launches it', async () => {
    await using world = await createWorld({ config: { ...config, limits: { day_cost: 2 } } });
    await world.startDaemon();
    const spend = { do: 'spend', cost_usd: 1.5 };
    const cheap = await start(world, 'cheap', [spend, ...work('cheap')]);
    await untilEnded(world, [cheap]);
    const dear = await start(world, 'dear', [spend, ...work('dear')]);
    await expect(untilEnded(world, [dear])).resolves.toMatchObject([{ status: 'completed' }]);
    const late = await start(world, 'late', work('late'));
    await expect(untilWaiting(world, late, 'budget')).resolves.toMatchObject({
      attention: ['budget'],
      waiting: { text: "the day's budget of $2 is spent" },
    });
    await world.killDaemon();
    await world.startDaemon();
    await expect(untilWaiting(world, late, 'budget')).resolves.toMatchObject({ phase: 'queued' });
    expect((await world.cli('launch', late)).status).toBe(0);
    await expect(untilEnded(world, [late])).resolves.toMatchObject([{ status: 'completed' }]);
  });

  it('when the tokens of the day are used, over a killed daemon too', async () => {
    await using world = await createWorld({ config: { ...config, limits: { day_tokens: 1_000 } } });
    await world.startDaemon();
    const spend = { do: 'spend', input_tokens: 900, output_tokens: 200 };
    const first = await start(world, 'first', [spend, ...work('first')]);
    await expect(untilEnded(world, [first])).resolves.toMatchObject([{ status: 'completed' }]);
    await world.killDaemon();
    await world.startDaemon();
    const late = await start(world, 'late', work('late'));
    await expect(untilWaiting(world, late, 'budget')).resolves.toMatchObject({
      waiting: { text: "the day's budget of 1000 tokens is spent" },
    });
  });

  it('when all slots are taken: start says so, and who waits can be launched all the same', async () => {
    await using world = await createWorld({
      config: { ...config, max_parallel: 1, limits: { per_agent: 1 } },
    });
    await world.startDaemon();
    const go = join(world.root, 'go');
    const first = await start(world, 'first', [{ do: 'wait', for: go }, ...work('first')]);
    await untilSession(world, first, ({ phase }) => phase === 'working');
    const second = await world.cli('start', '--name', 'second', script(...work('second')));
    expect(second).toMatchObject({ status: 0 });
    const [id = ''] = second.stdout.split(' ');
    expect(second.stderr).toContain(
      `1 of 1 running; waiting: second\nstart one now, ignoring limits: fairlead launch ${id}\n`,
    );
    const third = await world.cli(
      'start',
      '--max-parallel',
      '9',
      '--name',
      'third',
      script(...work('third')),
    );
    expect(third.stderr).toContain('1 of 1 running with scripted; waiting: third');

    const launched = await world.cli('launch', id);
    expect(launched.status, launched.stderr).toBe(0);
    await expect(untilEnded(world, [id])).resolves.toMatchObject([{ status: 'completed' }]);
    await expect(world.client.session(first)).resolves.toMatchObject({ phase: 'working' });
    writeFileSync(go, '');
    await untilEnded(world, [first, third.stdout.split(' ')[0] ?? '']);
  });
});
