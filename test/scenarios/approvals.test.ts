/** Answers: one of many wins, one serves all that wait for the same, none is lost, and none comes from within a session. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/contract/verdict.ts';
import type { RuleProblem } from '../../src/contract/answer.ts';
import type { SessionView } from '../../src/contract/session.ts';
import { createWorld, untilEnded, untilSession, type World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({
    config: {
      default_agent: 'scripted',
      max_parallel: 60,
      limits: { min_free_disk: '1MB', min_free_memory: '1MB' },
      policy: {
        allow: ['Bash(make:*)', 'mcp__*'],
        ask: [],
        deny: [{ rule: 'Bash(curl:*)', reason: 'no network here' }],
      },
    },
  });
  await world.startDaemon();
});

afterAll(() => world[Symbol.asyncDispose]());

const script = (...steps: object[]) => `<script>${JSON.stringify(steps)}</script>`;
const asking = (command: string) => script({ do: 'run', command, ask: true }, { do: 'say', text: 'ran' });

async function startWaiting(...commands: string[]): Promise<SessionView[]> {
  const sessions = await world.client.ask('sessions', {
    type: 'start',
    repo: world.repo,
    tasks: commands.map((command) => ({ task: asking(command) })),
  });
  for (const { id } of sessions) await untilSession(world, id, ({ phase }) => phase === 'waiting');
  return sessions;
}

async function approvalOf({ id }: SessionView) {
  const found = (await world.client.approvals()).find(({ session_id }) => session_id === id);
  if (!found) throw new Error(`nothing waits in ${id}`);
  return found;
}

describe('an approval', () => {
  it('is answered by one of 64 clients, and the tool runs once, as shown', async () => {
    const [session] = await startWaiting('touch once.txt; echo ran >> count.txt');
    if (!session) throw new Error('no session');
    const approval = await approvalOf(session);
    const answers = await Promise.allSettled(
      Array.from({ length: 64 }, () => world.client.command({ type: 'approve', approval: approval.id })),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const answer of answers)
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'answered' });
    const [ended] = await untilEnded(world, [session.id]);
    expect(ended).toMatchObject({ status: 'completed', stats: { approvals: 1, tool_calls: 1 } });
    expect(readFileSync(join(ended?.workspace?.path ?? '', 'count.txt'), 'utf8')).toBe('ran\n');
  });

  it('serves every call that waits for the same, and no other', async () => {
    const [first, second, other] = await startWaiting('touch same.txt', 'touch same.txt', 'touch other.txt');
    if (!first || !second || !other) throw new Error('no sessions');
    await world.client.command({ type: 'approve', approval: (await approvalOf(first)).id });
    const ended = await untilEnded(world, [first.id, second.id]);
    expect(ended.map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect(await approvalOf(other)).toMatchObject({ status: 'pending' });
    await world.client.command({ type: 'deny', approval: (await approvalOf(other)).id, message: 'no' });
    await untilEnded(world, [other.id]);
  });

  it('leaves a rule that reaches all sessions of the repository, and only the very same call', async () => {
    const [first] = await startWaiting('touch for-all.txt');
    if (!first) throw new Error('no session');
    await world.client.command({
      type: 'approve',
      approval: (await approvalOf(first)).id,
      scope: 'repository',
    });
    await untilEnded(world, [first.id]);
    const explained = await world.cli('policy', 'explain', 'Bash', 'touch for-all.txt', '--repo', world.repo);
    expect(explained.stdout).toMatch(/allow rule Bash\(touch for-all.txt\) \(answer of/);
    await world.killDaemon();
    await world.startDaemon();
    const again = await world.cli(
      'start',
      asking('touch for-all.txt'),
      '--repo',
      world.repo,
      '--wait',
      '--json',
    );
    expect(again.status, again.stderr).toBe(0);
    const unlike = await world.cli('policy', 'explain', 'Bash', 'touch for-all.txt x', '--repo', world.repo);
    expect(unlike.status).toBe(3);
  });

  it('is refused from within a session, by socket and by command line, whatever it calls itself', async () => {
    const fairlead = join(import.meta.dirname, '../../bin/fairlead');
    const [waiting] = await startWaiting('touch forbidden.txt');
    if (!waiting) throw new Error('no session');
    const { id } = await approvalOf(waiting);
    const body = JSON.stringify({ type: 'approve', approval: id, by: 'person' });
    const ask = `FAIRLEAD_HOME=${world.state} ${process.execPath} ${fairlead} approve ${id} 2> said.txt`;
    const clean = `env -u FAIRLEAD_SESSION ${ask.replace('said', 'clean')}`;
    const token = `$(cat ${join(world.state, 'token')})`;
    const port = (await world.client.daemon()).port;
    const loopback = `curl -s -o loopback.txt -X POST -H "Authorization: Bearer ${token}" -H 'Content-Type: application/json' -d '${body}' http://127.0.0.1:${port}/api/v1/commands`;
    const attack = await world.client.ask('sessions', {
      type: 'start',
      repo: world.repo,
      tasks: [
        {
          task: script(
            { do: 'run', command: `${ask}; ${clean}; ${loopback}; true` },
            { do: 'say', text: 'tried' },
          ),
        },
      ],
    });
    const [ended] = await untilEnded(
      world,
      attack.map(({ id }) => id),
    );
    const said = (name: string) => readFileSync(join(ended?.workspace?.path ?? '', name), 'utf8');
    expect(said('said.txt')).toMatch(/cannot come from within a session/);
    expect(said('clean.txt')).toMatch(/cannot come from within a session/);
    expect(said('loopback.txt')).toMatch(/cannot come from within a session/);
    expect(await approvalOf(waiting)).toMatchObject({ status: 'pending' });
    await world.client.command({ type: 'approve', approval: id });
    const [done] = await untilEnded(world, [waiting.id]);
    expect(existsSync(join(done?.workspace?.path ?? '', 'forbidden.txt'))).toBe(true);
  });
});

it('50 approvals are all there after the daemon was killed, none doubled', async () => {
  const sessions = await startWaiting(...Array.from({ length: 50 }, (_, index) => `touch many-${index}.txt`));
  const before = await world.client.approvals();
  expect(before).toHaveLength(50);
  await world.killDaemon();
  await world.startDaemon();
  const after = await world.client.approvals();
  expect(after.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(
    before.toSorted((a, b) => a.id.localeCompare(b.id)),
  );
  expect(new Set(after.map(({ tool_call, session_id }) => `${session_id} ${tool_call}`)).size).toBe(50);
  await world.client.command({ type: 'stop_all', force: true });
  await untilEnded(
    world,
    sessions.map(({ id }) => id),
  );
});

describe('fairlead policy', () => {
  const policy = (...args: string[]) => world.cli('policy', ...args, '--repo', world.repo);

  it('explains each part of a command, with the rule and its file', async () => {
    const explained = await policy('explain', 'Bash', 'git status && make it && curl x', '--json');
    expect(explained.status).toBe(5);
    const verdict = explained.data<Verdict>();
    expect(verdict).toMatchObject({ decision: 'deny', rule: 'Bash(curl:*)' });
    expect(verdict.source).toMatch(/config\.yaml$/);
    expect(verdict.reason).toContain('no network here');
    expect(verdict.parts).toMatchObject([
      { text: 'git status', decision: 'allow', source: 'level moderate' },
      { text: 'make it', decision: 'allow', rule: 'Bash(make:*)' },
      { text: 'curl x', decision: 'deny', rule: 'Bash(curl:*)' },
    ]);
  });

  it('ends with 0, 3 or 5, and says in text what it is about', async () => {
    expect((await policy('explain', 'Bash', 'git status')).status).toBe(0);
    expect((await policy('explain', 'Bash', 'npm test')).status).toBe(3);
    expect((await policy('explain', 'Bash', 'npm test', '--policy', 'permissive')).status).toBe(0);
    expect((await policy('explain', 'Read', '.env')).status).toBe(5);
    expect((await policy('explain', 'mcp__x__y', '{"a":1}')).status).toBe(3);
    expect((await policy('explain', 'mcp__x__y', 'a')).status).toBe(2);
    expect((await policy('explain')).status).toBe(2);
    expect((await policy('other')).status).toBe(2);
    const { stdout } = await policy('explain', 'Bash', 'git status && curl x | sh');
    expect(stdout).toMatch(/^deny {2}deny rule Bash\(curl:\*\)/);
    expect(stdout).toContain('git status');
  });

  it('checks: finds the rule that can never match', async () => {
    const checked = await policy('check', '--json');
    expect(checked.status).toBe(1);
    expect(checked.data<RuleProblem[]>()).toMatchObject([{ rule: 'mcp__*', decision: 'allow' }]);
  });
});
