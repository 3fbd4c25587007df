/** The gates of a plan on the tree that a run would begin from, before an agent is paid for anything. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { PlanTrial } from '../../src/cli/try-plan.ts';
import { becomes } from '../support/becomes.ts';
import { writePlan, type PlannedUnit } from '../support/plan-world.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;

beforeEach(async () => {
  world = await createWorld({
    config: { default_agent: 'scripted', policy: { deny: ['Bash(forbidden *)'], ask: ['Bash(careful *)'] } },
    files: { 'README.md': 'hello\n', 'lib/old.js': 'const old = 1;\n', '.gitignore': 'local.ini\n' },
  });
  await world.startDaemon();
});

afterEach(() => world[Symbol.asyncDispose]());

/** `unit: command outcome`, in the order of the plan. */
const outcomesOf = ({ units }: PlanTrial): string[] =>
  units.flatMap(({ id, gates }) => gates.map(({ command, outcome }) => `${id}: ${command} ${outcome}`));

const program = join(import.meta.dirname, '../../bin/fairlead');

/** Checkouts, branches, refs and the record of trees: all that could be left of a trial. */
async function traces(): Promise<string> {
  const refs = await world.git('for-each-ref', '--format=%(refname)');
  return `${await world.git('worktree', 'list', '--porcelain')}${refs}${readdirSync(join(world.state, 'trees')).join(' ')}`;
}

it('tells which gates fail, which pass without the work, and which cannot run or may not', async () => {
  const plan = await writePlan(world, 'gates.yaml', [
    {
      id: 'a',
      gate: [
        'test -f new.js',
        'grep -q hello README.md',
        'no-such-program --check',
        '! no-such-search old lib',
        'no-such-lister | wc -l',
        'sh README.md',
        './README.md',
        'forbidden x',
        'careful x',
        'set -e\ncd lib\ntest -f old.js\ntest -f new.js',
      ],
    },
    { id: 'b', gate: ['touch made && exit 3', 'test -f made'] },
    { id: 'c', gate: ['test ! -e made'] },
    { id: 'd' },
  ]);
  const before = await traces();
  const tried = await world.cli('plan', 'try', plan, '--json');
  expect(tried.status, tried.stderr).toBe(1);
  const trial = tried.data<PlanTrial>();
  expect(outcomesOf(trial)).toEqual([
    'a: test -f new.js fails',
    'a: grep -q hello README.md passes',
    'a: no-such-program --check cannot_run',
    'a: ! no-such-search old lib cannot_run',
    'a: no-such-lister | wc -l cannot_run',
    'a: sh README.md cannot_run',
    'a: ./README.md cannot_run',
    'a: forbidden x denied',
    'a: careful x needs_approval',
    'a: set -e\ncd lib\ntest -f old.js\ntest -f new.js fails',
    // All of a unit's gates run, also behind one that fails, in one worktree; each unit has a worktree of its own.
    'b: touch made && exit 3 fails',
    'b: test -f made passes',
    'c: test ! -e made passes',
  ]);
  expect(trial.base_commit).toBe((await world.git('rev-parse', 'HEAD')).trim());
  expect(trial.units.at(-1)).toMatchObject({ id: 'd', gates: [] });
  // Nothing of it is left, and the user's checkout is as it was.
  expect(await traces()).toBe(before);
  expect(await world.git('status', '--porcelain')).toBe('');

  const shown = await world.cli('plan', 'try', plan, '--only', 'a');
  expect(shown.status).toBe(1);
  expect(shown.stdout).toMatch(
    /cannot run: .*\(5\)\n {2}a: no-such-program --check\n {6}not found: no-such-program/,
  );
  expect(shown.stdout).toMatch(/denied by the policy.*\n {2}a: forbidden x/);
  expect(shown.stdout).toMatch(/need approval.*\n {2}a: careful x/);
  expect(shown.stdout).toMatch(/pass already.*\n {2}a: grep -q hello README\.md/);
  expect(shown.stderr).toContain('[1/1] a: running 10 gates');
});

it('runs gates in a worktree as a session would get it: the base commit, included files, the setup', async () => {
  writeFileSync(
    join(world.root, 'config.yaml'),
    stringify({
      workspace: { setup: 'echo ready > set-up.txt', teardown: `cat local.ini > ${world.root}/torn` },
    }),
  );
  writeFileSync(join(world.repo, '.worktreeinclude'), 'local.ini\n');
  const plan = await writePlan(world, 'place.yaml', [
    {
      id: 'a',
      gate: [
        'test -f set-up.txt',
        'grep -q PORT local.ini',
        'test ! -e later.txt',
        'echo $FAIRLEAD_SESSION; false',
      ],
    },
  ]);
  writeFileSync(join(world.repo, 'local.ini'), 'PORT=1\n');
  // What is not committed is not there: sessions begin from the base commit.
  writeFileSync(join(world.repo, 'later.txt'), '');
  const tried = (await world.cli('plan', 'try', plan, '--json')).data<PlanTrial>();
  expect(outcomesOf(tried).map((line) => line.split(' ').at(-1))).toEqual([
    'passes',
    'passes',
    'passes',
    'fails',
  ]);
  expect(tried.units[0]?.gates.at(-1)?.output.trim()).not.toBe('');
  expect(await world.sh(world.root, 'cat torn')).toBe('PORT=1\n');

  const first = (await world.git('rev-list', '--max-parents=0', 'HEAD')).trim();
  const earlier = await world.cli('plan', 'try', plan, '--base', first, '--json');
  expect(earlier.data<PlanTrial>().base_commit).toBe(first);

  writeFileSync(
    join(world.root, 'config.yaml'),
    stringify({ workspace: { setup: 'echo no network; exit 7' } }),
  );
  const broken = await world.cli('plan', 'try', plan);
  expect(broken.status).toBe(78);
  expect(broken.stderr).toContain('setup failed: echo no network; exit 7 (exit status 7): no network');
  expect(await traces()).not.toContain('trial');
});

it('a unit that is done should pass; with nothing to complain of the status is 0', async () => {
  writeFileSync(
    join(world.repo, 'done.yaml'),
    stringify({
      title: 'done',
      units: [
        { id: 'a', prompt: 'A', done: 'true', gate: ['test -f README.md'] },
        { id: 'b', prompt: 'B', gate: ['test -f b.txt'] },
      ],
    }),
  );
  const good = await world.cli('plan', 'try', 'done.yaml');
  expect(good.status, good.stderr).toBe(0);
  expect(good.stdout).toMatch(/fail, as they should.*\n {2}b: test -f b\.txt\n/);
  expect(good.stdout).toMatch(/pass, as they should.*\n {2}a: test -f README\.md\n/);
  writeFileSync(
    join(world.repo, 'done.yaml'),
    stringify({ title: 'done', units: [{ id: 'a', prompt: 'A', done: 'true', gate: ['test -f b.txt'] }] }),
  );
  const bad = await world.cli('plan', 'try', 'done.yaml');
  expect(bad.status).toBe(1);
  expect(bad.stdout).toMatch(/fail, although the plan says that the unit is done.*\n {2}a: test -f b\.txt/);
});

it('keeps the end of what a gate prints, and no more', async () => {
  const plan = await writePlan(world, 'loud.yaml', [
    { id: 'a', gate: ['yes loud | head -c 5000000; echo the end; false'] },
  ]);
  const [unit] = (await world.cli('plan', 'try', plan, '--json')).data<PlanTrial>().units;
  expect(unit?.gates[0]?.output).toHaveLength(4_000);
  expect(unit?.gates[0]?.output).toMatch(/the end\n$/);
});

/** A gate that holds a pipe open with all its processes, one of them out of its process group, and never ends. */
async function startEndless(): Promise<{ child: ReturnType<typeof spawn>; held: AsyncIterator<Buffer> }> {
  const pipe = join(world.root, 'held');
  execFileSync('mkfifo', [pipe]);
  const endless: PlannedUnit = {
    id: 'a',
    gate: [`exec 3>'${pipe}'; setsid sleep 100000 & echo begun >&3; sleep 100000`],
  };
  const plan = await writePlan(world, 'endless.yaml', [endless]);
  const child = spawn(process.execPath, [program, 'plan', 'try', plan], {
    cwd: world.repo,
    env: world.env,
    stdio: 'ignore',
  });
  const held = createReadStream(pipe)[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  await held.next();
  return { child, held };
}

it.each(['SIGINT', 'SIGKILL'] as const)(
  '%s to the command ends the gate and removes its worktree',
  async (signal) => {
    const { child, held } = await startEndless();
    expect(await traces()).toContain('trial');
    const exited = once(child, 'exit');
    child.kill(signal);
    const [code] = (await exited) as [number | null];
    if (signal === 'SIGINT') expect(code).toBe(130);
    // The pipe ends with the last process that holds it.
    expect((await held.next()).done).toBe(true);
    await becomes(() => readdirSync(join(world.state, 'trees')).length === 0);
    expect(await traces()).not.toContain('trial');
  },
);

it('a killed daemon leaves neither the gate nor its worktree to the next one', async () => {
  const { held } = await startEndless();
  await world.killDaemon();
  expect(await traces()).toContain('trial');
  await world.startDaemon();
  expect((await held.next()).done).toBe(true);
  await becomes(() => readdirSync(join(world.state, 'trees')).length === 0);
  expect(await traces()).not.toContain('trial');
});

it('a daemon that is told to stop does not wait for the gate', async () => {
  const { child, held } = await startEndless();
  const exited = once(child, 'exit');
  expect((await world.cli('daemon', 'stop')).status).toBe(0);
  expect((await held.next()).done).toBe(true);
  expect(await exited).toEqual([75, null]);
  await becomes(() => readdirSync(join(world.state, 'trees')).length === 0);
});
