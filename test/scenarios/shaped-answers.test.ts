/** Answers that add rules of somebody's own making, the rules there are, and taking them back. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RuleView } from '../../src/contract/answer.ts';
import type { ApprovalView } from '../../src/contract/approval.ts';
import type { Command } from '../../src/contract/command.ts';
import { unixHttp } from '../../src/host/http/unix-http.ts';
import { scripted } from '../support/scripted-world.ts';
import { createWorld, untilEnded, untilSession, type World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld();
  const config = {
    default_agent: 'scripted',
    max_parallel: 40,
    limits: { min_free_disk: '1MB', min_free_memory: '1MB' },
    policy: { ask: ['Bash(touch asked*)'], deny: [{ rule: 'Bash(curl:*)', reason: 'no network' }] },
  };
  writeFileSync(join(world.root, 'config.yaml'), stringify(config));
  writeFileSync(join(world.repo, 'fairlead.yaml'), '# the repository\npolicy:\n  ask: ["Bash(make:*)"]\n');
  await world.startDaemon();
});

afterAll(() => world[Symbol.asyncDispose]());

const policy = (...args: string[]) => world.cli('policy', ...args, '--repo', world.repo);
const verdict = async (command: string) =>
  (await policy('explain', 'Bash', command)).stdout.slice(0, 5).trim();
const rules = async () => (await policy('rules', '--json')).data<RuleView[]>();
const added = async () => (await rules()).filter(({ id }) => id !== null);

/** Starts a session that asks for a command, and waits until it does. */
async function waiting(...commands: string[]): Promise<ApprovalView> {
  const steps = commands.map((command) => ({ do: 'run', command, ask: true }));
  const [session] = await world.client.ask('sessions', {
    type: 'start',
    repo: world.repo,
    tasks: [{ task: scripted(...steps, { do: 'say', text: 'done' }) }],
  });
  const id = session?.id ?? '';
  await untilSession(world, id, ({ phase }) => phase === 'waiting');
  const found = (await world.client.approvals()).find(({ session_id }) => session_id === id);
  if (!found) throw new Error('nothing waits');
  return found;
}

async function forgetAll(): Promise<void> {
  for (const { id } of await added()) expect((await policy('forget', id ?? '')).status).toBe(0);
}

describe('approve', () => {
  it('adds the rule that somebody wrote instead, with reason, end and number of uses, by command line', async () => {
    const { id, session_id } = await waiting('touch shaped-1');
    const shown = await world.cli('approvals');
    expect(shown.stdout).toContain('approve or deny with --always would add: Bash(touch shaped-1)');
    const options = ['--rule', 'Bash(touch shaped-*)', '--reason', 'just files', '--expires', '2h'];
    const answered = await world.cli('approve', id, '--always', ...options, '--max-uses', '2');
    expect(answered.status, answered.stderr).toBe(0);
    const [rule] = await added();
    expect(answered.stderr).toContain(
      `from now on: allow Bash(touch shaped-*)  (undo: fairlead policy forget ${rule?.id})`,
    );
    expect(rule).toMatchObject({
      decision: 'allow',
      rule: 'Bash(touch shaped-*)',
      scope: 'user',
      reason: 'just files',
      max_uses: 2,
      uses: 0,
      state: 'in_force',
    });
    expect(Date.parse(rule?.expires ?? '') - Date.now()).toBeGreaterThan(7_000_000);
    await untilEnded(world, [session_id]);

    const again = await waiting('touch shaped-2', 'touch shaped-3', 'touch shaped-4');
    expect(again.shown).toBe('touch shaped-4');
    expect(await added()).toMatchObject([{ uses: 2, state: 'used_up' }]);
    await world.client.command({ type: 'deny', approval: again.id });
    await forgetAll();
  });

  it('adds them by the API, and answers with their ids, to the same command twice the same', async () => {
    const { id, session_id } = await waiting('touch by-api; mkdir by-api-too');
    const command: Command & { command_id: string } = {
      type: 'approve',
      approval: id,
      scope: 'repository',
      rules: ['Bash(touch by-*)', 'Bash(mkdir by-api-too)'],
      reason: 'as agreed',
      command_id: 'shaped-answer-1',
    };
    const answer = await world.client.command(command);
    expect(await world.client.command(command)).toEqual(answer);
    const found = await added();
    expect(found.map(({ id, rule }) => ({ id, rule }))).toEqual((answer.data as ApprovalView).added);
    expect(found).toMatchObject([
      { rule: 'Bash(touch by-*)', scope: 'repository', within: world.repo, reason: 'as agreed' },
      { rule: 'Bash(mkdir by-api-too)', scope: 'repository' },
    ]);
    await untilEnded(world, [session_id]);
    await forgetAll();
  });

  it('for a session reaches that one only, also over a killed daemon', async () => {
    const { id, session_id } = await waiting('touch own-1', 'touch own-2', 'touch other');
    await world.cli('approve', id, '--session', '--rule', 'Bash(touch own-*)');
    await world.killDaemon();
    await world.startDaemon();
    await untilSession(
      world,
      session_id,
      ({ phase, stats }) => phase === 'waiting' && stats.tool_calls === 3,
    );
    expect(await added()).toMatchObject([{ scope: 'session', within: session_id }]);
    expect(await verdict('touch own-3')).toBe('ask');
    await world.client.ask('stopped', { type: 'stop', target: session_id, force: true });
    await forgetAll();
  });
});

describe('deny', () => {
  it('once and for all: the session hears it, what waits for the same too, and nobody is asked again', async () => {
    const first = await waiting('touch never');
    const second = await waiting('touch never; ls');
    const answered = await world.cli('deny', first.id, '--always', '--reason', 'not here', '--message', 'no');
    expect(answered.status, answered.stderr).toBe(0);
    expect(answered.stderr).toContain('from now on: deny Bash(touch never)');
    await untilEnded(world, [first.session_id, second.session_id]);
    const explained = await policy('explain', 'Bash', 'cd x && touch never');
    expect(explained.status).toBe(5);
    expect(explained.stdout).toContain('not here');
    await forgetAll();
    expect(await verdict('touch never')).toBe('ask');
  });

  it('with a rule of its own', async () => {
    const { id, session_id } = await waiting('touch no-1');
    await world.cli('deny', id, '--repository', '--rule', 'Bash(touch no-*)', '--max-uses', '5');
    await untilEnded(world, [session_id]);
    expect(await added()).toMatchObject([
      { decision: 'deny', rule: 'Bash(touch no-*)', max_uses: 5, uses: 0 },
    ]);
    expect(await verdict('touch no-2')).toBe('deny');
    await forgetAll();
  });

  it('is offered where an ask rule lets no allow rule decide', async () => {
    const { id, always, never } = await waiting('touch asked-for');
    expect({ always, never }).toEqual({ always: null, never: ['Bash(touch asked-for)'] });
    expect((await world.cli('approvals')).stdout).toContain(
      'deny with --always would add: Bash(touch asked-for)',
    );
    expect((await world.cli('approve', id, '--always')).status).toBe(2);
    await world.client.command({ type: 'deny', approval: id });
  });
});

describe('the rules', () => {
  it('are told in the order in which they decide, each with its file and line, or id', async () => {
    const { id, session_id } = await waiting('touch listed');
    await world.cli('approve', id, '--repository');
    await untilEnded(world, [session_id]);
    const found = await rules();
    expect(found.map(({ decision, rule }) => `${decision} ${rule}`)).toEqual([
      'deny Bash(curl:*)',
      'ask Bash(touch asked*)',
      'ask Bash(make:*)',
      'allow Bash(touch listed)',
    ]);
    expect(found[2]).toMatchObject({
      source: join(world.repo, 'fairlead.yaml'),
      line: 3,
      id: null,
      scope: null,
    });
    const { stdout } = await policy('rules');
    expect(stdout).toMatch(/deny {3}Bash\(curl:\*\)\n +\S+config\.yaml:\d+ · no network/);
    expect(stdout).toMatch(
      /allow {2}Bash\(touch listed\)\n +r\w{10} · answer of .+ on \S+ · this repository/,
    );
  });

  it('are taken back by id, by a beginning of it, or by text; those of files are named with their line', async () => {
    const [rule] = await added();
    const file = join(world.repo, 'fairlead.yaml');
    const written = await policy('forget', 'Bash(make:*)');
    expect(written.status).toBe(2);
    expect(written.stderr).toContain('Bash(make:*) is written in a file');
    expect(written.stderr).toContain(`edit ${file}:3`);
    const forgotten = await policy('forget', rule?.id?.slice(0, 6) ?? '', '--json');
    expect(forgotten.data<RuleView>()).toMatchObject({ id: rule?.id, rule: 'Bash(touch listed)' });
    expect(await verdict('touch listed')).toBe('ask');
    expect((await policy('forget', rule?.id ?? '')).stderr).toContain('rule not found');
    await world.killDaemon();
    await world.startDaemon();
    expect(await added()).toEqual([]);
  });

  it('are not taken back from within a session', async () => {
    const { id, session_id } = await waiting('touch safe');
    await world.cli('deny', id, '--always');
    await untilEnded(world, [session_id]);
    const [rule] = await added();
    const program = join(import.meta.dirname, '../../bin/fairlead');
    const command = `FAIRLEAD_HOME=${world.state} ${process.execPath} ${program} policy forget ${rule?.id} 2> said.txt; true`;
    const [session] = await world.client.ask('sessions', {
      type: 'start',
      repo: world.repo,
      tasks: [{ task: scripted({ do: 'run', command }, { do: 'say', text: 'tried' }) }],
    });
    const [ended] = await untilEnded(world, [session?.id ?? '']);
    const said = readFileSync(join(ended?.workspace?.path ?? '', 'said.txt'), 'utf8');
    expect(said).toContain('"forget_rule" cannot come from within a session');
    expect(await added()).toMatchObject([{ id: rule?.id }]);
    await forgetAll();
  });
});

describe('what makes no sense is one line, and nothing is changed', () => {
  it.each<[string[], RegExp]>([
    [['--rule', 'Bash(touch *)'], /without a scope/],
    [['--max-uses', '3'], /without a scope/],
    [['--always', '--session'], /exclude each other/],
    [['--always', '--rule', ''], /rules\.0/],
    [['--always', '--rule', 'Bash(touch'], /never matches/],
    [['--always', '--rule', 'Write(src/**)'], /never matches: rules about paths/],
    [['--always', '--rule', 'Bash(mkdir:*)'], /would not be (allowed|denied) by Bash\(mkdir:\*\)/],
    [['--always', '--max-uses', '0'], /not a whole number/],
    [['--always', '--max-uses', 'many'], /not a whole number/],
    [['--always', '--expires', 'soon'], /not a time: soon/],
    [['--always', '--expires', '2020-01-01'], /in the past/],
    [['--always', '--reason', ''], /reason/],
    [['--run'], /belongs to no run/],
  ])('%j', async (options, line) => {
    const { id, session_id } = await waiting('touch bad-input');
    for (const name of ['approve', 'deny']) {
      const answered = await world.cli(name, id, ...options);
      expect(answered.status, answered.stderr).toBe(2);
      expect(answered.stdout).toBe('');
      const [first = '', second = '', ...rest] = answered.stderr.trimEnd().split('\n');
      expect(first).toMatch(/^fairlead: /);
      expect(first).toMatch(line);
      expect(second).toMatch(/^ {2}\S/);
      expect(rest).toEqual([]);
    }
    expect((await world.client.approvals()).some((approval) => approval.id === id)).toBe(true);
    expect(await added()).toEqual([]);
    await world.client.ask('stopped', { type: 'stop', target: session_id, force: true });
  });

  it('the same by the API, which describes it', async () => {
    const { id, session_id } = await waiting('touch bad-api');
    const http = unixHttp(join(world.state, 'daemon.sock'));
    for (const [more, what] of [
      [{ scope: 'always', rules: [] }, 'rules'],
      [{ scope: 'always', rules: ['a\nb'] }, 'rules.0'],
      [{ scope: 'always', expires: 'soon' }, 'expires'],
      [{ scope: 'always', max_uses: 1.5 }, 'max_uses'],
      [{ scope: 'forever' }, 'scope'],
    ] as const) {
      const answer = await http.request('POST', '/api/v1/commands', {
        type: 'approve',
        approval: id,
        ...more,
      });
      expect(answer).toMatchObject({
        status: 400,
        body: { data: { code: 'invalid', message: expect.stringContaining(what) as string } },
      });
    }
    const { body } = await http.request('GET', '/api/v1/openapi.json');
    const text = JSON.stringify(body);
    for (const name of ['max_uses', 'expires', 'list_rules', 'forget_rule'])
      expect(text).toContain(`"${name}"`);
    await world.client.ask('stopped', { type: 'stop', target: session_id, force: true });
  });

  it('of the rules', async () => {
    expect((await policy('forget')).status).toBe(2);
    expect((await policy('forget', 'nothing')).stderr).toContain('rule not found: nothing');
    expect((await policy('rules', 'a', 'b', 'c')).status).toBe(2);
  });
});
