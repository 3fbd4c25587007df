/** The clock of the machine is set while agents work: what they may use up is counted by time that passed. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunView } from '../../src/contract/run.ts';
import { runEvents, script, untilRun, untilRunEnded, writePlan } from '../support/plan-world.ts';
import { canSetClock, settableClock } from '../support/set-clock.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { createWorld, untilEnded, untilSession, type World } from '../support/world.ts';

/** Seconds. */
const hour = 3_600;

interface Scene extends AsyncDisposable {
  world: World;
  setClock: (offset: string) => void;
}

async function openScene(): Promise<Scene> {
  const clock = settableClock(join(temporaryDirectory(), 'clock'));
  const config = { default_agent: 'scripted', answer_time: '1h', silence_time: '1h' };
  const world = await createWorld({ config, env: clock.env });
  await world.startDaemon();
  return { world, setClock: clock.set, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

const waitFor = (go: string) => [
  { do: 'say', text: 'begun' },
  { do: 'wait', for: go },
];

describe.skipIf(!canSetClock)('the clock is set three days on and two hours back, and', () => {
  it('a session keeps the rest of its time', async () => {
    await using scene = await openScene();
    const { world } = scene;
    const go = join(world.root, 'go');
    const [session] = await world.client.ask('sessions', {
      type: 'start',
      repo: world.repo,
      tasks: [{ task: script(...waitFor(go)) }],
      max_time_s: hour,
    });
    const id = session?.id ?? '';
    await untilSession(world, id, ({ phase }) => phase === 'working');
    await jump(scene);
    writeFileSync(go, '');
    expect(await untilEnded(world, [id])).toMatchObject([{ status: 'completed' }]);
  });

  it('an approval waits for its answer', async () => {
    await using scene = await openScene();
    const { world } = scene;
    const [session] = await world.client.ask('sessions', {
      type: 'start',
      repo: world.repo,
      tasks: [{ task: script({ do: 'ask', tool: 'Deploy', title: 'deploy' }, { do: 'say', text: 'asked' }) }],
    });
    const id = session?.id ?? '';
    await untilSession(world, id, ({ phase }) => phase === 'waiting');
    await jump(scene);
    const { stdout, status } = await world.cli('deny', id, '--message', 'not this');
    expect(status, stdout).toBe(0);
    expect(await untilEnded(world, [id])).toMatchObject([{ status: 'completed' }]);
  });

  it('a run keeps the rest of its time', async () => {
    await using scene = await openScene();
    const { world } = scene;
    const go = join(world.root, 'go');
    const plan = await writePlan(world, 'plan.yaml', [
      { id: 'u1', steps: [...waitFor(go), { do: 'write', path: 'u1.txt', content: 'u1\n' }] },
      { id: 'u2', after: ['u1'] },
    ]);
    const { id } = (await world.cli('run', plan, '--max-time', '1h', '--detach', '--json')).data<RunView>();
    const { units } = await untilRun(world, id, (run) => run.units[0]?.status === 'running');
    await untilSession(world, units[0]?.session_id ?? '', ({ phase }) => phase === 'working');
    await jump(scene);
    writeFileSync(go, '');
    expect(await untilRunEnded(world, id)).toMatchObject({ status: 'completed' });
    const kinds = (await runEvents(world, id)).map(({ kind }) => kind);
    expect(kinds).toContain('run.time_skipped');
    expect(kinds).not.toContain('run.paused');
  });
});

async function jump({ world, setClock }: Scene): Promise<void> {
  setClock('+3d');
  expect(await skipped(world, 1)).toBe(3 * 24);
  setClock('-2h');
  expect(await skipped(world, 2)).toBe(-3 * 24 - 2);
}

/** Waits until time has been skipped so often. @returns hours, of the last time */
async function skipped({ client }: World, times: number): Promise<number> {
  const done = new AbortController();
  let count = 0;
  for await (const event of client.events({}, done.signal)) {
    if (event.kind !== 'time.skipped') continue;
    count += 1;
    if (count < times) continue;
    done.abort();
    return Math.round(event.data.seconds / hour);
  }
  throw new Error('the daemon ended');
}
