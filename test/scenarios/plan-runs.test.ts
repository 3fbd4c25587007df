/** Plans run to their end with the scripted agent, real git and the command line. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunView } from '../../src/contract/run.ts';
import type { SessionView } from '../../src/contract/session.ts';
import { checkRun, diamond, runEvents, untilRun, untilRunEnded, writePlan } from '../support/plan-world.ts';
import { createWorld, untilSession, type World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({ config: { default_agent: 'scripted', max_parallel: 4 } });
  await world.startDaemon();
});

afterAll(() => world[Symbol.asyncDispose]());

async function start(plan: string, ...options: string[]): Promise<RunView> {
  const started = await world.cli('run', plan, '--detach', '--json', ...options);
  expect(started.status, started.stderr).toBe(0);
  return started.data<RunView>();
}

const statusOf = (run: RunView, unit: string) => run.units.find(({ id }) => id === unit)?.status;
const show = (branch: string | null, path: string) => world.git('show', `${branch}:${path}`);

describe('a plan', () => {
  it('of 20 units in diamonds ends with all work merged, each after what it depends on', async () => {
    const plan = await writePlan(world, 'diamonds.yaml', diamond(20));
    const followed = await world.cli('run', plan, '--max-parallel', '4', '--json');
    expect(followed.status, followed.stderr).toBe(0);
    const run = followed.data<RunView>();
    expect(run).toMatchObject({ status: 'completed', progress: { completed: 20, total: 20, percent: 100 } });
    await checkRun(world, run);
    for (const { id } of run.units) await expect(show(run.branch, `${id}.txt`)).resolves.toBe(`${id}\n`);
    const kinds = (await runEvents(world, run.id)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'wave.completed')).toHaveLength(run.waves.length);
    const list = await world.cli('runs');
    expect(list.stdout).toMatch(new RegExp(`${run.id}  completed  20 of 20 done  diamonds`));
    const report = await world.cli('report', run.id);
    expect(report.stdout).toContain('- units: 20 of 20 completed, 0 failed, 0 skipped');
    expect((await world.cli('report', run.id, '--format', 'html')).stdout).toMatch(/^<!doctype html>/);
  });

  it('is not run twice at once, and says which run has it', async () => {
    const go = join(world.root, 'go');
    const plan = await writePlan(world, 'once.yaml', [
      {
        id: 'a',
        steps: [
          { do: 'wait', for: go },
          { do: 'say', text: 'a' },
        ],
      },
    ]);
    const run = await start(plan);
    const second = await world.cli('run', plan);
    expect(second).toMatchObject({ status: 75, stdout: '' });
    expect(second.stderr).toContain(run.id);
    writeFileSync(go, '');
    await untilRunEnded(world, run.id);
  });

  it('goes on where it can when a unit fails, and takes it up again when told to', async () => {
    const marker = join(world.home, 'mended');
    const plan = await writePlan(world, 'failing.yaml', [
      { id: 'bad', gate: [`test -f ${marker}`] },
      { id: 'behind', after: ['bad'] },
      { id: 'other' },
    ]);
    const failed = await world.cli('run', plan, '--json');
    expect(failed.status).toBe(1);
    const run = failed.data<RunView>();
    expect(run.reason).toBe('1 of 3 units failed: bad');
    expect(run.units).toMatchObject([
      { id: 'bad', status: 'failed', reason: expect.stringMatching(/^gate failed: test -f/) as string },
      { id: 'behind', status: 'skipped', reason: 'bad failed, which it depends on' },
      { id: 'other', status: 'completed' },
    ]);
    // The gate's output went back to the same session before it was given up.
    const session = run.units[0]?.session_id ?? '';
    const sentOn = (await world.client.history(session, { limit: 5_000 })).filter(
      ({ kind }) => kind === 'session.sent_on',
    );
    expect(sentOn).toHaveLength(3);
    const report = await world.cli('report', run.id);
    expect(report.stdout).toContain('- behind: skipped, bad failed, which it depends on');
    const page = await world.cli('report', run.id, '--format', 'html');
    expect(page.stdout).toContain('skipped<small>bad failed, which it depends on</small>');
    writeFileSync(marker, '');
    expect((await world.cli('retry', run.id)).status).toBe(0);
    const again = await untilRunEnded(world, run.id);
    expect(again).toMatchObject({ status: 'completed', progress: { completed: 3 } });
    await checkRun(world, again);
    const anew = await world.cli('run', plan);
    expect(anew.stdout).toMatch(/^3 of 3 done, on fairlead\/failing-(r\w+)\n {2}fairlead merge \1 · /);
  });

  it('lets the session of a unit mend what conflicts', async () => {
    const mend =
      'export GIT_AUTHOR_NAME=S GIT_AUTHOR_EMAIL=s@example.org GIT_COMMITTER_NAME=S GIT_COMMITTER_EMAIL=s@example.org; git merge -q $(git for-each-ref --format="%(refname)" "refs/heads/fairlead/conflict-*") || { printf "one\\ntwo\\n" > same.txt; git commit -qam mended; }';
    const steps = (id: string) => [
      { do: 'write', path: 'same.txt', content: `${id}\n` },
      { do: 'commit', message: id },
      { do: 'say', text: id },
      // Told to go on, it goes on after this.
      { do: 'stop', reason: 'end_turn' },
      { do: 'run', command: mend },
      { do: 'say', text: 'both' },
    ];
    const plan = await writePlan(world, 'conflict.yaml', [
      { id: 'one', steps: steps('one') },
      { id: 'two', steps: steps('two') },
    ]);
    const result = await world.cli('run', plan, '--json', '--policy', 'permissive');
    const run = result.data<RunView>();
    const events = await runEvents(world, run.id);
    expect(events.filter(({ kind }) => kind === 'unit.conflicted')).toHaveLength(1);
    expect(run.status, JSON.stringify(run.units)).toBe('completed');
    await expect(show(run.branch, 'same.txt')).resolves.toBe('one\ntwo\n');
  });

  it('asks a person for what only a person can do', async () => {
    const plan = await writePlan(world, 'asking.yaml', [
      { id: 'sign', kind: 'act' },
      { id: 'after', after: ['sign'] },
    ]);
    const run = await start(plan);
    await untilRun(world, run.id, (now) => statusOf(now, 'sign') === 'needs_person');
    const status = await world.cli('status', run.id);
    expect(status.stdout).toContain(`fairlead approve ${run.id}/sign`);
    expect((await world.cli('approve', `${run.id}/after`)).status).toBe(2);
    expect((await world.cli('approve', `${run.id}/sign`)).status).toBe(0);
    await expect(untilRunEnded(world, run.id)).resolves.toMatchObject({ status: 'completed' });
  });

  it('ends with status 3 when only people could let it go on, where nobody is there', async () => {
    const asks = [
      { do: 'run', command: 'touch asked', ask: true },
      { do: 'say', text: 'asked' },
    ];
    const plan = await writePlan(world, 'unattended.yaml', [
      { id: 'sign', kind: 'act' },
      { id: 'asks', steps: asks },
      { id: 'plain' },
      { id: 'behind', after: ['sign'] },
    ]);
    const result = await world.cli('run', plan, '--unattended', '--json');
    expect(result.status, result.stderr).toBe(3);
    const run = result.data<RunView>();
    expect(run.units.map(({ status }) => status)).toEqual([
      'needs_person',
      'needs_person',
      'completed',
      'pending',
    ]);
    expect((await world.cli('stop', run.id)).status).toBe(0);
  });

  it('is paused, resumed, stopped and resumed again without doing anything twice', async () => {
    const go = join(world.root, 'go-on');
    const wait = (id: string) => [
      { do: 'write', path: `${id}.txt`, content: 'x\n' },
      { do: 'wait', for: go },
      { do: 'say', text: id },
    ];
    const plan = await writePlan(world, 'paused.yaml', [
      { id: 'p1', steps: wait('p1') },
      { id: 'p2', after: ['p1'] },
      { id: 'p3', after: ['p2'], steps: wait('p3') },
    ]);
    const run = await start(plan);
    const at = await untilRun(world, run.id, (now) => statusOf(now, 'p1') === 'running');
    await untilSession(world, at.units[0]?.session_id ?? '', ({ phase }) => phase === 'working');
    expect((await world.cli('pause', run.id)).status).toBe(0);
    writeFileSync(go, '');
    await untilRun(world, run.id, (now) => statusOf(now, 'p1') === 'completed');
    await expect(world.client.run(run.id)).resolves.toMatchObject({
      status: 'paused',
      units: [{}, { status: 'ready' }, {}],
    });
    await world.cli('resume', run.id);
    await untilRun(world, run.id, (now) => statusOf(now, 'p2') === 'running');
    const stopped = await world.cli('stop', run.id, '--json');
    expect(stopped.data<RunView>()).toMatchObject({
      status: 'stopped',
      reason: expect.stringMatching(/^stopped by/) as string,
    });
    await world.cli('resume', run.id);
    const ended = await untilRunEnded(world, run.id);
    expect(ended).toMatchObject({ status: 'completed' });
    const starts = (await runEvents(world, run.id)).filter(({ kind }) => kind === 'unit.started');
    const units = starts.map(({ data }) => (data as { unit: string }).unit);
    expect(units.filter((unit) => unit === 'p1')).toHaveLength(1);
  });

  it('is merged where it was wanted, its gates on the merged tree passed first, its marks written back', async () => {
    const path = join(world.repo, 'todo.md');
    writeFileSync(
      path,
      '# Plan\n\n- [ ] write a <script>[{"do":"write","path":"a.md","content":"a\\n"},{"do":"say","text":"a"}]</script>\n- [ ] write b <script>[{"do":"write","path":"b.md","content":"b\\n"},{"do":"say","text":"b"}]</script>\n',
    );
    await world.git('add', '-A');
    await world.git('commit', '-qm', 'todo');
    await world.git('branch', 'release');
    const log = join(world.root, 'merged');
    const result = await world.cli(
      'run',
      path,
      '--merge-into',
      'release',
      '--strategy',
      'squash',
      '--merge-gate',
      `ls >> ${log}`,
      '--write-back',
      '--json',
    );
    expect(result.status, result.stderr).toBe(0);
    await expect(show('release', 'a.md')).resolves.toBe('a\n');
    await expect(show('release', 'b.md')).resolves.toBe('b\n');
    expect(readFileSync(log, 'utf8')).toContain('a.md');
    expect(readFileSync(path, 'utf8').match(/- \[x\]/g)).toHaveLength(2);
    await world.git('checkout', '-q', '--', 'todo.md');
    const abandoned = await world.cli('abandon', result.data<RunView>().id);
    expect(abandoned.status, abandoned.stderr).toBe(0);
    expect(await world.git('tag', '--list', 'fairlead/archive/*')).toContain(result.data<RunView>().id);
  });

  it('tells what could not be marked before it ends, and marks what a person verified', async () => {
    const path = join(world.repo, '.beads', 'issues.jsonl');
    mkdirSync(dirname(path), { recursive: true });
    const script =
      '<script>[{"do":"write","path":"bead.md","content":"b\\n"},{"do":"say","text":"b"}]</script>';
    const issue = { id: 'b-1', title: `write ${script}`, status: 'open', issue_type: 'task' };
    writeFileSync(path, `${JSON.stringify(issue)}\n`);
    const list = join(world.repo, 'looks.md');
    writeFileSync(list, '# Plan\n\n- [ ] Manually test the page\n');
    await world.git('add', '-A');
    await world.git('commit', '-qm', 'beads');
    const result = await world.cli('run', path, '--write-back');
    expect(result.status, result.stderr).toBe(0);
    const said = `${result.stderr}${result.stdout}`;
    expect(said).toMatch(/warning: not marked in the plan: b-1 is closed by beads itself[\s\S]*completed/);
    const run = await start(list, '--write-back');
    await untilRun(world, run.id, (now) => statusOf(now, '1') === 'needs_person');
    expect((await world.cli('approve', `${run.id}/1`)).status).toBe(0);
    await expect(untilRunEnded(world, run.id)).resolves.toMatchObject({ status: 'completed' });
    expect(readFileSync(list, 'utf8')).toContain('- [x] Manually test the page');
    await world.git('checkout', '-q', '--', 'looks.md');
  });

  it('has the work of one unit taken out again, with what was built on it, and done anew', async () => {
    const plan = await writePlan(world, 'rolled.yaml', [
      { id: 'base' },
      { id: 'top', after: ['base'] },
      { id: 'aside' },
    ]);
    const run = (await world.cli('run', plan, '--json')).data<RunView>();
    expect((await world.cli('rollback', `${run.id}/nobody`)).status).toBe(2);
    expect((await world.cli('rollback', run.id)).stderr).toMatch(/none of its work was merged/);
    const rolled = await world.cli('rollback', `${run.id}/base`, '--json');
    expect(rolled.status, rolled.stderr).toBe(0);
    expect(rolled.data<RunView>()).toMatchObject({
      status: 'failed',
      units: [
        { id: 'base', status: 'failed', reason: 'rolled back by cli' },
        { id: 'top', status: 'failed' },
        { id: 'aside', status: 'completed' },
      ],
    });
    await expect(show(run.branch, 'base.txt')).rejects.toThrow();
    await expect(show(run.branch, 'top.txt')).rejects.toThrow();
    await expect(show(run.branch, 'aside.txt')).resolves.toBe('aside\n');
    expect((await world.cli('retry', `${run.id}/base`)).status).toBe(0);
    await expect(untilRunEnded(world, run.id)).resolves.toMatchObject({ status: 'completed' });
    await expect(show(run.branch, 'top.txt')).resolves.toBe('top\n');
  });

  it.each(['merge', 'squash', 'rebase'])(
    'merged by %s is taken out of where it was merged',
    async (strategy) => {
      await world.git('branch', '-f', `into-${strategy}`, 'HEAD');
      const plan = await writePlan(world, `out-${strategy}.yaml`, [
        { id: `x-${strategy}` },
        { id: `y-${strategy}`, after: [`x-${strategy}`] },
      ]);
      const into = `into-${strategy}`;
      const options = ['--merge-into', into, '--strategy', strategy, '--json'];
      const run = (await world.cli('run', plan, ...options)).data<RunView>();
      await expect(show(into, `y-${strategy}.txt`)).resolves.toBe(`y-${strategy}\n`);
      const before = await world.git('rev-parse', `${into}^{tree}`);
      const rolled = await world.cli('rollback', run.id);
      expect(rolled.status, rolled.stderr).toBe(0);
      for (const id of [`x-${strategy}`, `y-${strategy}`])
        await expect(show(into, `${id}.txt`)).rejects.toThrow();
      expect((await world.cli('rollback', run.id)).status, 'it is out already').toBe(2);
      expect((await world.git('log', '-1', '--format=%s', into)).trim()).toBe(`Roll back: out-${strategy}`);
      // To git it is merged already: it comes back all the same.
      const again = await world.cli('merge', run.id, '--into', into, '--strategy', strategy);
      expect(again.status, again.stderr).toBe(0);
      expect(await world.git('rev-parse', `${into}^{tree}`)).toBe(before);
    },
  );

  it('that merges badly is not merged: the gate on the merged tree sends it back', async () => {
    const plan = await writePlan(world, 'badly.yaml', [{ id: 'm1' }]);
    const result = await world.cli('run', plan, '--merge-gate', 'false', '--detach', '--json');
    const run = await untilRun(
      world,
      result.data<RunView>().id,
      (now) => statusOf(now, 'm1') === 'needs_person',
    );
    expect(run.units[0]?.reason).toMatch(/the merged tree fails: false/);
    await expect(show(run.branch, 'm1.txt')).rejects.toThrow();
    expect((await world.cli('deny', `${run.id}/m1`)).status).toBe(0);
    await expect(untilRunEnded(world, run.id)).resolves.toMatchObject({ status: 'failed' });
  });

  it('waits for the slots of the host, unless it is told to begin now', async () => {
    const go = join(world.root, 'others-go');
    const task = `<script>${JSON.stringify([
      { do: 'wait', for: go },
      { do: 'say', text: 'other' },
    ])}</script>`;
    const started = await world.cli('start', task, '--json');
    const [other] = started.data<SessionView[]>();
    await untilSession(world, other?.id ?? '', ({ phase }) => phase === 'working');
    const patient = await start(
      await writePlan(world, 'patient.yaml', [{ id: 'w1' }]),
      '--max-parallel',
      '1',
    );
    const waiting = await untilRun(world, patient.id, ({ units }) => units[0]?.session_id !== null);
    await untilSession(
      world,
      waiting.units[0]?.session_id ?? '',
      (session) => session.waiting?.kind === 'slots',
    );
    const hasty = await start(
      await writePlan(world, 'hasty.yaml', [{ id: 'h1' }]),
      '--max-parallel',
      '1',
      '--now',
    );
    await expect(untilRunEnded(world, hasty.id)).resolves.toMatchObject({ status: 'completed' });
    writeFileSync(go, '');
    await expect(untilRunEnded(world, patient.id)).resolves.toMatchObject({ status: 'completed' });
  });

  it('that costs too much is paused', async () => {
    const spend = { do: 'spend', input_tokens: 1, output_tokens: 1, cost_usd: 3 };
    const plan = await writePlan(world, 'dear.yaml', [
      { id: 'd1', steps: [spend, { do: 'write', path: 'dear.txt', content: 'dear\n' }] },
      { id: 'd2', after: ['d1'] },
    ]);
    const run = await start(plan, '--max-cost', '2');
    await untilRun(world, run.id, (now) => now.status === 'paused');
    // Whoever resumes it has read why it was paused.
    expect((await world.cli('resume', run.id)).status).toBe(0);
    await expect(untilRunEnded(world, run.id)).resolves.toMatchObject({ status: 'completed' });
  });

  it.each([
    ['tokens', ['--max-tokens', '100'], { do: 'spend', input_tokens: 99, output_tokens: 2 }],
    ['time', ['--max-time', '1s'], { do: 'hang' }],
  ])('that uses too much is paused, by %s too, and says so', async (what, options, step) => {
    const plan = await writePlan(world, `much-${what}.yaml`, [
      { id: 'm1', steps: [step, { do: 'say', text: 'much' }] },
      { id: 'm2', after: ['m1'] },
    ]);
    const run = await start(plan, ...options);
    await untilRun(world, run.id, (now) => now.status === 'paused');
    const notices = (await runEvents(world, run.id)).filter(({ kind }) => kind === 'run.notice');
    expect(notices.at(-1)?.data).toMatchObject({
      text: expect.stringMatching(/reached its limit of (100 tokens|1 s of work).*: resume it/) as string,
    });
    expect((await world.cli('stop', run.id)).status).toBe(0);
  });

  it('that is paused in the middle of a turn goes on with the same session', async () => {
    const go = join(world.root, 'broken-off-go');
    const plan = await writePlan(world, 'broken-off.yaml', [
      {
        id: 'b1',
        steps: [
          { do: 'wait', for: go },
          { do: 'write', path: 'b1.txt', content: 'b1\n' },
          { do: 'say', text: 'gone on' },
        ],
      },
    ]);
    const run = await start(plan);
    const at = await untilRun(world, run.id, (now) => statusOf(now, 'b1') === 'running');
    const session = at.units[0]?.session_id ?? '';
    await untilSession(world, session, ({ phase }) => phase === 'working');
    expect((await world.cli('pause', run.id, '--now')).status).toBe(0);
    await untilSession(world, session, ({ phase }) => phase === 'idle');
    writeFileSync(go, '');
    expect((await world.cli('resume', run.id)).status).toBe(0);
    const ended = await untilRunEnded(world, run.id);
    expect(ended).toMatchObject({ status: 'completed', units: [{ session_id: session, attempts: 1 }] });
  });
});

describe('what is not a plan to run', () => {
  it.each([
    ['nothing.yaml', 'title: x\nunits: []\n', /no unit/],
    [
      'circle.yaml',
      'title: x\nunits:\n  - { id: a, title: a, depends_on: [b], prompt: x }\n  - { id: b, title: b, depends_on: [a], prompt: x }\n',
      /a → b → a/,
    ],
    ['unknown.yaml', 'title: x\nunits:\n  - { id: a, title: a, depends_on: [zz], prompt: x }\n', /zz/],
    ['prose.md', '# Thoughts\n\nThis is only prose.\n', /no plan|unit/i],
    ['binary.md', 'a\0b', /NUL|binary|text/i],
  ])('%s is refused with the reason, and nothing is started', async (name, text, reason) => {
    writeFileSync(join(world.repo, name), text);
    const before = (await world.client.runs()).length;
    const result = await world.cli('run', name);
    expect(result.status).toBeGreaterThan(0);
    expect(result.stderr).toMatch(reason);
    expect(result.stderr.trim().split('\n').length).toBeLessThanOrEqual(2);
    await expect(world.client.runs()).resolves.toHaveLength(before);
  });

  it('a gate that the policy denies keeps the plan from being run', async () => {
    writeFileSync(
      join(world.root, 'config.yaml'),
      'default_agent: scripted\npolicy: { deny: ["Bash(rm -rf:*)"] }\n',
    );
    const plan = await writePlan(world, 'denied.yaml', [{ id: 'a', gate: ['rm -rf build'] }]);
    const result = await world.cli('run', plan);
    expect(result).toMatchObject({ status: 5, stdout: '' });
    expect(result.stderr).toMatch(/the gate of unit a is denied: rm -rf build/);
    writeFileSync(join(world.root, 'config.yaml'), 'default_agent: scripted\n');
  });

  it('ids, units and documents that are not there are named', async () => {
    const table: [string[], RegExp][] = [
      [['run', 'absent.md'], /absent\.md is not there/],
      [['run', '/etc/hostname'], /hostname/],
      [['plan', 'dance', 'README.md'], /dance/],
      [['status', 'rnobody'], /not found/],
      [['retry', 'rnobody'], /run not found/],
      [['skip', 'rnobody'], /names no unit/],
      [['skip', 'rnobody/a'], /run not found/],
      [['report', 'rnobody'], /run not found/],
    ];
    for (const [args, reason] of table) {
      const result = await world.cli(...args);
      expect(result.status, args.join(' ')).toBe(2);
      expect(result.stderr, args.join(' ')).toMatch(reason);
    }
  });
});
