/** Units that are to be verified: commands first, on the integrated tree, then a person where one is needed. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunView } from '../../src/contract/run.ts';
import { runEvents, untilRun, untilRunEnded, writePlan } from '../support/plan-world.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({ config: { default_agent: 'scripted', max_parallel: 4 } });
  await world.startDaemon();
});

afterAll(() => world[Symbol.asyncDispose]());

const statusOf = (run: RunView, unit: string) => run.units.find(({ id }) => id === unit)?.status;

it('a verification whose commands pass on the integrated tree needs no person', async () => {
  const plan = await writePlan(world, 'passes.yaml', [
    { id: 'a' },
    { id: 'b' },
    {
      id: 'v',
      kind: 'verify',
      after: ['a', 'b'],
      gate: ['test -f a.txt', 'test -f b.txt'],
      prompt: 'Both are there.',
    },
    { id: 'c', after: ['v'] },
  ]);
  const ended = await world.cli('run', plan, '--json');
  expect(ended.status, ended.stderr).toBe(0);
  expect(ended.data<RunView>()).toMatchObject({ status: 'completed', progress: { completed: 4, total: 4 } });
  const events = await runEvents(world, ended.data<RunView>().id);
  expect(events.filter(({ kind }) => kind === 'unit.asked')).toEqual([]);
  // The tree that was checked is gone.
  await expect(world.git('worktree', 'list')).resolves.not.toMatch(/merged/);
});

it('a verification whose command fails asks a person, with the output', async () => {
  const plan = await writePlan(world, 'fails.yaml', [
    { id: 'a' },
    {
      id: 'v',
      kind: 'verify',
      after: ['a'],
      gate: ['test -f a.txt', 'echo two of three lamps are dark; exit 3'],
      prompt: 'All lamps shine.',
    },
  ]);
  const started = await world.cli('run', plan, '--detach', '--json');
  const { id } = started.data<RunView>();
  const run = await untilRun(world, id, (now) => statusOf(now, 'v') === 'needs_person');
  const { reason } = run.units.find((unit) => unit.id === 'v') ?? {};
  expect(reason).toContain('exit status 3');
  expect(reason).toContain('two of three lamps are dark');
  expect((await world.cli('approve', `${id}/v`)).status).toBe(0);
  await expect(untilRunEnded(world, id)).resolves.toMatchObject({ status: 'completed' });
});

it('a run of chosen units shows the others as not chosen', async () => {
  const plan = await writePlan(world, 'chosen.yaml', [
    { id: 'one' },
    { id: 'two', after: ['one'] },
    { id: 'three' },
  ]);
  const ended = await world.cli('run', plan, '--only', 'two', '--json');
  expect(ended.status, ended.stderr).toBe(0);
  const run = ended.data<RunView>();
  expect(run.units.map(({ status }) => status)).toEqual(['not_chosen', 'completed', 'not_chosen']);
  expect(run).toMatchObject({ status: 'completed', progress: { completed: 1, total: 1, percent: 100 } });
  expect((await world.cli('status', run.id)).stdout).toMatch(/not chosen\s+one/);
});
