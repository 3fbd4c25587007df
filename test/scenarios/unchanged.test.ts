/** Work that changed nothing: it is done because something proves it, or because somebody says so, and it is shown as what it is. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunView } from '../../src/contract/run.ts';
import type { SessionView } from '../../src/contract/session.ts';
import { script, untilRun, untilRunEnded, writePlan } from '../support/plan-world.ts';
import { createWorld, readJournal, untilEnded, type World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({ config: { default_agent: 'scripted', max_parallel: 6 } });
  await world.startDaemon();
});

afterAll(() => world[Symbol.asyncDispose]());

/** What an agent does that met an error and tells of it as of a result; asked why, it answers. */
const says = (words: string, answer: string) => [
  { do: 'say', text: words },
  { do: 'stop', reason: 'end_turn' },
  { do: 'say', text: answer },
];

const troubled = says('The build tool is not installed, so I stopped.', 'I have told you what happened.');
const right = says('All is as it should be.', 'I looked.\n\nUNCHANGED: the guide says so already');
const honest = says('I could not do it.', '**NOT DONE: the build tool is not installed**');

const unitOf = (run: RunView, id: string) => run.units.find((unit) => unit.id === id);

async function start(
  name: string,
  units: Parameters<typeof writePlan>[2],
  ...options: string[]
): Promise<string> {
  const plan = await writePlan(world, name, units);
  const started = await world.cli('run', plan, '--detach', '--json', ...options);
  expect(started.status, started.stderr).toBe(0);
  return started.data<RunView>().id;
}

describe('a run', () => {
  it('in which four of five units only tell of an error does not end as completed', async () => {
    const id = await start('errors.yaml', [
      { id: 'works' },
      ...['e1', 'e2', 'e3', 'e4'].map((unit) => ({ id: unit, steps: troubled })),
    ]);
    const run = await untilRunEnded(world, id);
    expect(run).toMatchObject({
      status: 'failed',
      progress: { completed: 1, failed: 4, unchanged: 0, total: 5 },
    });
    expect(unitOf(run, 'e1')?.reason).toBe('changed nothing and did not say why');
  });

  it('asks the session once, and reads no more than the answer in the form asked for', async () => {
    const id = await start('asks.yaml', [{ id: 'u', steps: honest }]);
    const run = await untilRunEnded(world, id);
    expect(unitOf(run, 'u')?.reason).toBe(
      'changed nothing and says it is not done: the build tool is not installed',
    );
    const said = readJournal(world, unitOf(run, 'u')?.session_id ?? '', 'in.jsonl');
    expect(said.split('You changed nothing in the workspace')).toHaveLength(2);
  });

  it('without a gate asks a person, and shows what a yes accepted as unchanged', async () => {
    const id = await start('doubt.yaml', [
      { id: 'u', steps: right },
      { id: 'behind', after: ['u'] },
    ]);
    const asking = await untilRun(world, id, (run) => unitOf(run, 'u')?.status === 'needs_person');
    expect(unitOf(asking, 'u')).toMatchObject({
      reason: 'verify: changed nothing: the guide says so already',
      question: 'verify',
    });
    expect((await world.cli('status', id)).stdout).toContain(`fairlead approve ${id}/u`);
    expect((await world.cli('approve', `${id}/u`)).status).toBe(0);
    const run = await untilRunEnded(world, id);
    expect(run).toMatchObject({
      status: 'completed',
      reason: '1 of 2 units changed nothing: u',
      progress: { completed: 1, unchanged: 1, total: 2, percent: 100 },
    });
    expect(unitOf(run, 'u')).toMatchObject({
      status: 'unchanged',
      reason: 'the guide says so already',
      commit: null,
    });
    for (const shown of [
      (await world.cli('status', id)).stdout,
      (await world.cli('report', id)).stdout,
      (await world.cli('report', id, '--format', 'html')).stdout,
    ]) {
      expect(shown).toContain('unchanged');
      expect(shown).toContain('the guide says so already');
    }
    expect((await world.cli('runs')).stdout).toContain('1 of 2 done, 1 unchanged');
  });

  it('sends the agent back with the words of a no', async () => {
    const id = await start('no.yaml', [
      { id: 'u', steps: [...right, { do: 'stop', reason: 'end_turn' }, ...ownFile] },
    ]);
    await untilRun(world, id, (run) => unitOf(run, 'u')?.status === 'needs_person');
    expect((await world.cli('deny', `${id}/u`, '--message', 'write the file')).status).toBe(0);
    const run = await untilRunEnded(world, id);
    expect(unitOf(run, 'u')).toMatchObject({ status: 'completed', reason: null });
  });

  it('with a gate accepts the reason, and so it does where it is told to', async () => {
    for (const options of [
      ['--gate', 'true'],
      ['--empty', 'accept'],
    ]) {
      const id = await start(
        `accept${options.length}${options[1] ?? ''}.yaml`,
        [{ id: 'u', steps: right }],
        ...options,
      );
      expect(unitOf(await untilRunEnded(world, id), 'u')).toMatchObject({ status: 'unchanged' });
    }
  });

  it('fails the unit where it is told to', async () => {
    const id = await start('fail.yaml', [{ id: 'u', steps: right }], '--empty', 'fail');
    const run = await untilRunEnded(world, id);
    expect(unitOf(run, 'u')).toMatchObject({
      status: 'failed',
      reason: 'changed nothing, and changes are required',
    });
  });

  it('needs no answer where a gate of the unit itself passes', async () => {
    const id = await start('gated.yaml', [
      { id: 'u', steps: [{ do: 'say', text: 'done' }], gate: ['test -f README.md'] },
    ]);
    const run = await untilRunEnded(world, id);
    expect(unitOf(run, 'u')).toMatchObject({ status: 'completed', commit: null });
  });

  it('of some units shows the others as not chosen', async () => {
    const id = await start('only.yaml', [{ id: 'a' }, { id: 'b', after: ['a'] }], '--only', 'b');
    const run = await untilRunEnded(world, id);
    expect(run.progress).toMatchObject({ completed: 1, total: 1, unchanged: 0 });
    expect(unitOf(run, 'a')?.status).toBe('not_chosen');
  });
});

const ownFile = [
  { do: 'write', path: 'written.txt', content: 'written\n' },
  { do: 'say', text: 'written' },
];

describe('a session', () => {
  it('that changed nothing says so in ls and show', async () => {
    const started = await world.cli(
      'start',
      '--wait',
      '--json',
      script({ do: 'say', text: 'nothing to do' }),
    );
    expect(started.status, started.stderr).toBe(0);
    const [session] = started.data<SessionView[]>();
    expect((await world.cli('ls')).stdout).toMatch(/completed .*no changes: nothing to do/);
    expect((await world.cli('show', session?.id ?? '')).stdout).toMatch(/evidence +no changes/);
  });

  it('fails with --require-changes', async () => {
    const task = script({ do: 'say', text: 'nothing to do' });
    const started = await world.cli('start', '--wait', '--json', '--require-changes', task);
    expect(started.status).toBe(1);
    const [session] = started.data<SessionView[]>();
    const ended = await untilEnded(world, [session?.id ?? '']);
    expect(ended).toMatchObject([
      {
        status: 'failed',
        reason: 'changed nothing, and changes are required',
        outcome: { failure: 'no_evidence' },
      },
    ]);
  });

  it('that changed something completes with --require-changes', async () => {
    expect((await world.cli('start', '--wait', '--require-changes', script(...ownFile))).status).toBe(0);
  });

  it('in a plain directory cannot be asked for changes', async () => {
    const { status, stderr } = await world.cli('start', '--require-changes', '--no-worktree', 'x');
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^fairlead: changes cannot be required in .*\n {2}try: the same command without --require-changes/,
    );
  });
});
