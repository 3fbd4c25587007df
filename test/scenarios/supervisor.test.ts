/** The library's supervisor, method by method, with real sessions of the scripted agent. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSupervisor, type Supervisor, type SupervisorOptions } from '../../src/client/supervisor.ts';
import { createWorld, untilSession, type World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({ config: { default_agent: 'scripted', max_parallel: 20 } });
  await world.startDaemon();
});

afterAll(() => world[Symbol.asyncDispose]());

const script = (...steps: object[]) => `<script>${JSON.stringify(steps)}</script>`;
const says = (text: string) => script({ do: 'say', text });
/** Ends when {@link release} has been called with its name. */
const waits = (name: string) =>
  script({ do: 'wait', for: join(world.root, name) }, { do: 'say', text: name });
const release = (name: string) => writeFileSync(join(world.root, name), '');

function supervise(options: Partial<SupervisorOptions> = {}): Promise<Supervisor> {
  return createSupervisor(world.client, { repo: world.repo, ...options });
}

describe('a supervisor', () => {
  it('spawns when a slot is free, and waits for one where none is', async () => {
    await using supervisor = await supervise({ maxSessions: 1 });
    const first = await supervisor.spawn(waits('first-go'));
    await untilSession(world, first, ({ phase }) => phase === 'working');
    const second = supervisor.spawn(says('second'));
    await untilActive(supervisor, 2);
    expect(supervisor.get(first)?.phase).toBe('working');
    release('first-go');
    const id = await second;
    const results = await supervisor.waitAll();
    expect(results.map((result) => [result.id, result.status])).toEqual([
      [first, 'completed'],
      [id, 'completed'],
    ]);
  });

  it('refuses to try at the limit, in the words of the limit', async () => {
    await using supervisor = await supervise({ maxSessions: 1 });
    const id = await supervisor.trySpawn(waits('limit-go'));
    await expect(supervisor.trySpawn(says('too many'))).rejects.toMatchObject({
      code: 'at_limit',
      message: expect.stringMatching(/^maximum of sessions reached: 1/) as string,
    });
    expect(supervisor.activeCount()).toBe(1);
    release('limit-go');
    await expect(supervisor.waitNext()).resolves.toMatchObject({ id, status: 'completed' });
  });

  it('gives results in the order in which they end, each once, and null when there is none left', async () => {
    await using supervisor = await supervise();
    const slow = await supervisor.spawn(waits('slow-go'));
    const quick = await supervisor.spawn(says('quick'));
    expect(supervisor.hasPending()).toBe(true);
    await expect(supervisor.waitNext()).resolves.toMatchObject({ id: quick });
    release('slow-go');
    await expect(supervisor.waitNext()).resolves.toMatchObject({ id: slow });
    expect(supervisor.hasPending()).toBe(false);
    await expect(supervisor.waitNext()).resolves.toBeNull();
  });

  it('waits for what it spawned together and leaves the rest to be waited for', async () => {
    await using supervisor = await supervise({ maxSessions: 3 });
    const other = await supervisor.spawn(waits('other-go'));
    const results = await supervisor.spawnAndWaitAll([
      says('a'),
      script({ do: 'exit', status: 3 }),
      says('c'),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['completed', 'failed', 'completed']);
    expect(supervisor.hasPending()).toBe(true);
    release('other-go');
    await expect(supervisor.waitAll()).resolves.toMatchObject([{ id: other }]);
  });

  it('stops one or all; what is stopped is never counted as completed', async () => {
    await using supervisor = await supervise();
    const ids = await Promise.all(['x', 'y', 'z'].map((name) => supervisor.spawn(waits(`never-${name}`))));
    // Spawned at once, they begin in any order.
    expect(new Set(supervisor.activeSessions().map(({ id }) => id))).toEqual(new Set(ids));
    await supervisor.stop(ids[1] ?? '');
    expect(supervisor.get(ids[1] ?? '')).toMatchObject({ status: 'failed', outcome: { kind: 'stopped' } });
    await supervisor.stopAll();
    expect(supervisor.activeCount()).toBe(0);
    const done = await supervisor.spawn(says('done'));
    await supervisor.waitAll();
    expect(supervisor.get(done)?.status).toBe('completed');
    expect(supervisor.stats().sessions).toEqual({ completed: 1, failed: 0, stopped: 3, running: 0 });
  });

  it('knows its own sessions only', async () => {
    const [stranger] = await world.client.ask('sessions', {
      type: 'start',
      repo: world.repo,
      tasks: [{ task: says('stranger') }],
    });
    await using supervisor = await supervise({ maxSessions: 7, policy: 'strict' });
    expect([supervisor.maxSessions, supervisor.policy]).toEqual([7, 'strict']);
    expect(supervisor.get(stranger?.id ?? '')).toBeUndefined();
    for (const id of [stranger?.id ?? '', 'nobody'])
      await expect(supervisor.stop(id)).rejects.toThrow(`session not found: ${id}`);
    const own = await supervisor.spawn(says('own'));
    await supervisor.waitAll();
    expect(supervisor.get(own)?.policy).toBe('strict');
  });

  it('fails to wait when the daemon has ended, instead of waiting for ever', async () => {
    await using supervisor = await supervise();
    await supervisor.spawn(waits('nobody-goes'));
    const refused = expect(supervisor.waitNext()).rejects.toMatchObject({ code: 'no_daemon' });
    await world.killDaemon();
    await refused;
    await world.startDaemon();
    await world.client.command({ type: 'stop_all', force: true });
  });
});

/** The supervisor hears of a session when the daemon has told of it. */
async function untilActive(supervisor: Supervisor, count: number): Promise<void> {
  for await (const _ of world.client.live(new AbortController().signal))
    if (supervisor.activeCount() === count) return;
}
