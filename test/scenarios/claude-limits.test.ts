/** The real Claude Code meets a subscription's usage limit, told by the local scripted model as the provider tells it. */
import { describe, expect, it } from 'vitest';
import type { RunView } from '../../src/contract/run.ts';
import { startModelServer } from '../models/anthropic.ts';
import { script, type Step } from '../models/script.ts';
import { claudeEnvironment, findClaudeCode } from '../support/claude-code.ts';
import { checkRun, runEvents, untilRunEnded } from '../support/plan-world.ts';
import { createWorld, untilSession } from '../support/world.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

const claude = findClaudeCode();

const prefix = 'anthropic-ratelimit-unified-';

/** The answer of a provider whose five-hour window is used up. */
const usedUp = {
  status: 'rejected',
  'representative-claim': 'five_hour',
  '5h-status': 'rejected',
  '5h-utilization': '1.0',
  '7d-status': 'allowed',
  '7d-utilization': '0.4',
};
const resets = ['reset', '5h-reset', '7d-reset'];

function refusal(more: Record<string, string> = {}): Step {
  const headers = Object.entries({ ...usedUp, ...more }).map(([name, value]) => [prefix + name, value]);
  return { status: 429, times: 1, headers: Object.fromEntries(headers) as Record<string, string> };
}

/** @param until in milliseconds since 1970 */
function limitedUntil(until: number): Step {
  const reset = String(Math.ceil(until / 1_000));
  return refusal(Object.fromEntries(resets.map((name) => [name, reset])));
}

/** @param seconds from the answer on, however late the agent asks */
function limitedFor(seconds: number): Step {
  return { ...refusal(), moments: Object.fromEntries(resets.map((name) => [prefix + name, seconds])) };
}

const write = (name: string): Step => ({
  tool: 'Write',
  input: { file_path: `${name}.txt`, content: `${name}\n` },
});

describe.skipIf(!claude)('Claude Code', () => {
  it('one unit of a plan meets the usage limit: all of the account hold, others go on, all resume when it is lifted', async () => {
    await using model = await startModelServer();
    await using world = await createWorld({
      config: {
        agents: { claude: { protocol: 'claude', command: [claude ?? ''] } },
        default_agent: 'claude',
        max_parallel: 3,
      },
    });
    const { ANTHROPIC_API_KEY: _key, ...environment } = claudeEnvironment(world.home, model.url);
    Object.assign(world.env, environment, { CLAUDE_CODE_OAUTH_TOKEN: 'dummy' });
    await world.startDaemon();

    // The limit is met when the test lets it: the reset it names is an hour away, until a person knows better.
    const until = Date.now() + 3_600_000;
    const units = [
      {
        id: 'met',
        steps: [write('met'), { gate: 'limit', ...limitedUntil(until), ...write('more') }, { text: 'made' }],
      },
      { id: 'behind', depends_on: ['met'], steps: [write('behind'), { text: 'made' }] },
      { id: 'second', steps: [{ gate: 'second', ...write('second') }, { text: 'made' }] },
    ].map(({ steps, ...unit }) => ({ ...unit, title: unit.id, prompt: script(steps) }));
    writeFileSync(join(world.repo, 'plan.yaml'), stringify({ title: 'limits', units }));
    await world.git('add', '-A');
    await world.git('commit', '-q', '-m', 'plan');
    const started = await world.cli('run', 'plan.yaml', '--max-parallel', '2', '--detach', '--json');
    expect(started.status, started.stderr).toBe(0);
    const run = started.data<RunView>();
    await Promise.all([model.reached('limit'), model.reached('second')]);
    model.release('limit');

    const sessionOf = async (id: string) =>
      (await world.client.run(run.id)).units.find((unit) => unit.id === id)?.session_id ?? '';
    const met = await sessionOf('met');
    const held = await untilSession(world, met, ({ waiting }) => waiting?.kind === 'limit');
    expect(held).toMatchObject({ status: 'running', attention: ['limit'], reason: null });
    expect(Math.floor(Date.parse(held.waiting?.until ?? '') / 1_000)).toBe(Math.ceil(until / 1_000));

    const tasks = [{ name: 'own', task: script([write('own'), { text: 'made' }]) }];
    const [own] = await world.client.ask('sessions', { type: 'start', repo: world.repo, tasks });
    await untilSession(world, own?.id ?? '', ({ waiting }) => waiting?.kind === 'limit');
    const [other] = await world.client.ask('sessions', {
      type: 'start',
      repo: world.repo,
      agent: 'scripted',
      tasks: [{ task: '<script>[{"do":"say","text":"no need"}]</script>' }],
    });
    await untilSession(world, other?.id ?? '', ({ status }) => status === 'completed');
    // A turn that runs is let finish: only starts are held back.
    model.release('second');
    await untilSession(world, await sessionOf('second'), ({ phase }) => phase === 'ended');

    expect((await world.cli('resume', met)).status).toBe(0);
    const ended = await untilRunEnded(world, run.id);
    expect(ended).toMatchObject({ status: 'completed', progress: { completed: 3 } });
    expect(ended.units.map(({ attempts }) => attempts)).toEqual([1, 1, 1]);
    await checkRun(world, ended);
    await untilSession(world, own?.id ?? '', ({ status }) => status === 'completed');
    await expect(world.git('show', `${ended.branch}:more.txt`)).resolves.toBe('more\n');
    const kinds = (await runEvents(world, run.id)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'session.limited')).toHaveLength(1);
    expect(kinds).not.toContain('session.sent_on');
  });

  it('goes on by itself when the time has come that the provider named', async () => {
    await using model = await startModelServer();
    await using world = await createWorld({
      config: {
        agents: { claude: { protocol: 'claude', command: [claude ?? ''] } },
        default_agent: 'claude',
      },
    });
    const { ANTHROPIC_API_KEY: _key, ...environment } = claudeEnvironment(world.home, model.url);
    Object.assign(world.env, environment, { CLAUDE_CODE_OAUTH_TOKEN: 'dummy' });
    await world.startDaemon();
    const steps = [{ ...limitedFor(2), ...write('one') }, { text: 'made' }];
    const tasks = [{ name: 'one', task: script(steps) }];
    const [session] = await world.client.ask('sessions', { type: 'start', repo: world.repo, tasks });
    const id = session?.id ?? '';
    const ended = await untilSession(world, id, ({ phase }) => phase === 'ended');
    expect(ended, ended.reason ?? '').toMatchObject({ status: 'completed', stats: { turns: 2 } });
    const events = await world.client.history(id, { limit: 5_000 });
    const limit = events.find((event) => event.kind === 'session.limited');
    const after = events.filter(
      ({ kind, seq }) => kind === 'session.admitted' && seq > (limit?.seq ?? Infinity),
    );
    expect(after).toHaveLength(1);
    expect(limit?.kind === 'session.limited' && (after[0]?.at ?? '') >= limit.data.until).toBe(true);
  });
});
