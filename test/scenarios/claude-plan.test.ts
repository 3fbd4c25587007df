/** A plan of six units run by the real Claude Code: a gate that fails is repaired, a conflict is resolved, all is merged. */
import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/contract/event.ts';
import type { RunView } from '../../src/contract/run.ts';
import { startModelServer } from '../models/anthropic.ts';
import { script, type Step } from '../models/script.ts';
import { claudeEnvironment, findClaudeCode } from '../support/claude-code.ts';
import { checkRun, runEvents, untilRun, writePlan } from '../support/plan-world.ts';
import { createWorld } from '../support/world.ts';

const claude = findClaudeCode();

const write = (path: string, content: string, gate?: string): Step => ({
  tool: 'Write',
  input: { file_path: path, content },
  ...(gate !== undefined && { gate }),
});
const bash = (command: string): Step => ({ tool: 'Bash', input: { command, description: 'use git' } });

/** The integration branch: its name stands only in what fairlead says to the session. */
const branch = '$(git for-each-ref --format="%(refname)" "refs/heads/fairlead/six-*")';

const units = [
  { id: 'base', says: [write('base.txt', 'base\n'), { text: 'made' }] },
  { id: 'first', after: ['base'], says: [write('shared.txt', 'first\n'), { text: 'made' }] },
  {
    id: 'second',
    after: ['base'],
    says: [
      write('shared.txt', 'second\n', 'second writes'),
      { text: 'made' },
      // Told of the conflict, it goes on here.
      bash(`git add -A && git commit -qm second; git merge ${branch}`),
      { tool: 'Read', input: { file_path: 'shared.txt' } },
      write('shared.txt', 'first\nsecond\n'),
      bash('git commit -qam "both sides"'),
      { text: 'both are kept' },
    ],
  },
  {
    id: 'proven',
    after: ['base'],
    gate: ['grep -x right proven.txt || { echo "proven.txt must say right"; false; }'],
    says: [
      write('proven.txt', 'wrong\n'),
      { text: 'made' },
      // Told what the gate said, it goes on here.
      write('proven.txt', 'right\n'),
      { text: 'repaired' },
    ],
  },
  {
    id: 'joined',
    after: ['first', 'second', 'proven'],
    says: [bash('cat base.txt shared.txt proven.txt > joined.txt'), { text: 'made' }],
  },
  { id: 'last', after: ['joined'], says: [bash('cp joined.txt last.txt'), { text: 'made' }] },
];

/** Whether it has ended, or cannot end without a person. */
const isSettled = ({ ended_at, units }: RunView) =>
  ended_at !== null || units.some(({ reason }) => reason?.startsWith('trouble'));

const finished = (events: readonly Event[]) =>
  events.flatMap((event) => (event.kind === 'gate.finished' ? [event.data] : []));

describe.skipIf(!claude)('a plan run by Claude Code', () => {
  it('ends with six units merged, one repaired after its gate failed and one after a conflict', async () => {
    await using model = await startModelServer();
    await using world = await createWorld({
      config: {
        default_agent: 'claude',
        agents: { claude: { protocol: 'claude', command: [claude ?? ''] } },
        max_parallel: 3,
      },
    });
    Object.assign(world.env, claudeEnvironment(world.home, model.url));
    await world.git('config', 'user.name', 'Maria');
    await world.git('config', 'user.email', 'maria@example.org');
    await world.startDaemon();
    const plan = await writePlan(
      world,
      'six.yaml',
      units.map(({ says, ...unit }) => ({ ...unit, prompt: `Do it ${script(says)}` })),
    );
    const started = await world.cli('run', plan, '--policy', 'permissive', '--detach', '--json');
    expect(started.status, started.stderr).toBe(0);
    const { id } = started.data<RunView>();
    // Both begin with the same shared.txt missing; the second finds that the first was faster.
    await model.reached('second writes');
    await untilRun(world, id, (run) => run.units[1]?.status === 'completed');
    model.release('second writes');

    await untilRun(world, id, isSettled);
    const run = await world.client.run(id);
    expect(run, JSON.stringify(run.units)).toMatchObject({
      status: 'completed',
      progress: { completed: 6, total: 6 },
    });
    await checkRun(world, run);
    await expect(world.git('show', `${run.branch}:last.txt`)).resolves.toBe('base\nfirst\nsecond\nright\n');
    expect(run.units.map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1, 1, 1]);

    const events = await runEvents(world, id);
    const conflicts = events.flatMap((event) => (event.kind === 'unit.conflicted' ? [event.data] : []));
    expect(conflicts).toMatchObject([{ unit: 'second', reason: 'conflicts in shared.txt' }]);
    expect(conflicts[0]?.text).toContain('+first');
    const historyOf = (unit: number) =>
      world.client.history(run.units[unit]?.session_id ?? '', { limit: 5_000 });
    const proven = await historyOf(3);
    expect(finished(proven)).toMatchObject([
      { passed: false, output: expect.stringContaining('must say right') as string },
      { passed: true },
    ]);
    expect(proven.filter(({ kind }) => kind === 'session.sent_on')).toHaveLength(1);
    // One and the same session each time: its own conversation heard what was wrong.
    for (const unit of run.units) expect(await sessionsOf(unit.id)).toEqual([unit.session_id]);
    const told = JSON.stringify(model.requests.map(({ body }) => body?.messages));
    expect(told).toContain('proven.txt must say right');
    expect(told).toContain('conflicts in shared.txt');

    async function sessionsOf(unit: string): Promise<string[]> {
      const all = await world.client.sessions({ all: true, limit: 100 });
      return all.filter(({ unit_id }) => unit_id === unit).map((session) => session.id);
    }
  });
});
