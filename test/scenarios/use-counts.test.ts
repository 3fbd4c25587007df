/** Rules that are good for a number of calls: exactly so many, whoever asks at once and however often the daemon dies. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RuleProblem } from '../../src/contract/answer.ts';
import type { SettingsFile } from '../../src/contract/settings.ts';
import type { Verdict } from '../../src/contract/verdict.ts';
import { startModelServer } from '../models/anthropic.ts';
import { script } from '../models/script.ts';
import { claudeEnvironment, findClaudeCode } from '../support/claude-code.ts';
import { scripted } from '../support/scripted-world.ts';
import { storedEvents } from '../support/stored-events.ts';
import { createWorld, untilEnded, untilSession, type World } from '../support/world.ts';

let world: World;

const config = (policy: SettingsFile['policy']): SettingsFile => ({
  default_agent: 'scripted',
  max_parallel: 40,
  limits: { min_free_disk: '1MB', min_free_memory: '1MB' },
  policy,
});

beforeAll(async () => {
  world = await createWorld({ config: config({}) });
  await world.startDaemon();
});

afterAll(() => world[Symbol.asyncDispose]());

/** Read again with the next decision. */
function configure(policy: SettingsFile['policy']): void {
  writeFileSync(join(world.root, 'config.yaml'), stringify(config(policy)));
}

const asking = (command: string) => scripted({ do: 'run', command, ask: true }, { do: 'say', text: 'done' });

async function start(...commands: string[]): Promise<string[]> {
  const sessions = await world.client.ask('sessions', {
    type: 'start',
    repo: world.repo,
    tasks: commands.map((command) => ({ task: asking(command) })),
  });
  return sessions.map(({ id }) => id);
}

async function untilDecided(ids: string[]): Promise<string[]> {
  const decided = await Promise.all(
    ids.map((id) => untilSession(world, id, ({ phase }) => phase === 'waiting' || phase === 'ended')),
  );
  return decided.map(({ phase }) => phase).toSorted();
}

async function stop(ids: string[]): Promise<void> {
  for (const id of ids) await world.client.ask('stopped', { type: 'stop', target: id, force: true });
}

async function verdicts(ids: string[]): Promise<Verdict[]> {
  const found = await storedEvents(world, { kinds: ['policy.decided'] });
  return found.flatMap((event) =>
    event.kind === 'policy.decided' && ids.includes(event.session_id) ? [event.data.verdict] : [],
  );
}

const policy = (...args: string[]) => world.cli('policy', ...args, '--repo', world.repo);

describe('10 sessions at once that meet a rule good for 3', () => {
  it('get exactly 3 verdicts from it, where it allows', async () => {
    const rule = 'Bash(touch three.txt)';
    configure({ allow: [{ rule, max_uses: 3 }] });
    const ids = await start(...Array.from({ length: 10 }, () => 'touch three.txt; touch three.txt'));
    expect(await untilDecided(ids)).toEqual([
      ...Array<string>(3).fill('ended'),
      ...Array<string>(7).fill('waiting'),
    ]);
    const allowed = await verdicts(ids);
    expect(allowed.map(({ rule: by, decision }) => [by, decision])).toEqual(
      Array.from({ length: 3 }, () => [rule, 'allow']),
    );
    const uses = allowed.map(({ reason }) => /use (\d) of 3/.exec(reason)?.[1] ?? reason);
    expect(new Set(uses)).toEqual(new Set(['1', '2', '3']));
    await stop(ids);
  });

  it('get exactly 3 verdicts from it, where it denies', async () => {
    configure({ deny: [{ rule: 'Bash(touch no.txt)', max_uses: 3 }], allow: ['Bash(touch:*)'] });
    const ids = await start(...Array.from({ length: 10 }, () => 'touch no.txt'));
    await untilEnded(world, ids);
    const decisions = (await verdicts(ids)).map(({ decision }) => decision).toSorted();
    expect(decisions).toEqual([...Array<string>(7).fill('allow'), ...Array<string>(3).fill('deny')]);
  });
});

const claude = findClaudeCode();

it.skipIf(!claude)('Claude Code, which asks about a call twice over, uses a rule once for it', async () => {
  await using model = await startModelServer();
  await using other = await createWorld({
    config: {
      policy: { allow: [{ rule: 'Bash(mkdir:*)', max_uses: 2 }] },
      agents: { claude: { protocol: 'claude', command: [claude ?? ''] } },
    },
  });
  Object.assign(other.env, claudeEnvironment(other.home, model.url));
  await other.startDaemon();
  const commands = ['mkdir one', 'mkdir two && mkdir three', 'mkdir four'];
  const turns = commands.map((command) => ({ tool: 'Bash', input: { command } }));
  const task = script([...turns, { text: 'done' }]);
  const [session] = await other.client.ask('sessions', {
    type: 'start',
    repo: other.repo,
    tasks: [{ task }],
  });
  const waiting = await untilSession(other, session?.id ?? '', ({ phase }) => phase === 'waiting');
  expect(await other.client.approvals()).toMatchObject([{ shown: 'mkdir four' }]);
  expect(waiting.stats).toMatchObject({ tool_calls: 3, approvals: 0, denials: 0 });
});

it('calls that come from no session, by a hook, are uses as well: 10 at once get exactly 3 verdicts', async () => {
  const rule = 'Bash(touch hooked.txt)';
  configure({ allow: [{ rule, max_uses: 3 }] });
  const call = { repo: world.repo, tool: 'Bash', input: { command: 'touch hooked.txt' } };
  const asked = Array.from({ length: 10 }, () => world.client.ask('verdict', { type: 'judge', ...call }));
  const decisions = (await Promise.all(asked)).map(({ decision }) => decision).toSorted();
  expect(decisions).toEqual([...Array<string>(3).fill('allow'), ...Array<string>(7).fill('ask')]);
  await world.killDaemon();
  await world.startDaemon();
  expect((await policy('explain', 'Bash', 'touch hooked.txt')).status).toBe(3);
});

describe('a count', () => {
  it('is kept when the daemon is killed, with every use that was acted on', async () => {
    const rule = 'Bash(touch kept.txt)';
    configure({ allow: [{ rule, max_uses: 4 }] });
    for (const round of [1, 2, 3]) {
      const [id = ''] = await start('touch kept.txt');
      await untilEnded(world, [id]);
      expect((await verdicts([id]))[0]?.reason).toContain(`use ${round} of 4`);
      await world.killDaemon();
      await world.startDaemon();
    }
    const ids = await start('touch kept.txt', 'touch kept.txt');
    expect(await untilDecided(ids)).toEqual(['ended', 'waiting']);
    await stop(ids);
  });

  it('is exact where the daemon is killed while many sessions ask', async () => {
    const rule = 'Bash(touch racing.txt)';
    configure({ allow: [{ rule, max_uses: 5 }] });
    const starting = start(...Array.from({ length: 12 }, () => 'touch racing.txt'));
    const ids = await starting;
    await Promise.race(ids.map((id) => untilSession(world, id, ({ phase }) => phase === 'ended')));
    await world.killDaemon();
    await world.startDaemon();
    const phases = await untilDecided(ids);
    expect(phases.filter((phase) => phase === 'ended')).toHaveLength(5);
    const byRule = (await verdicts(ids)).filter((verdict) => verdict.rule === rule);
    expect(byRule).toHaveLength(5);
    await stop(ids);
  });

  it('is not changed by explaining, and is shown: the use that it would be, and that it is used up', async () => {
    const rule = 'Bash(touch shown.txt)';
    configure({ allow: [{ rule, max_uses: 1, reason: 'just once' }] });
    for (const _look of [1, 2, 3]) {
      const { status, stdout } = await policy('explain', 'Bash', 'touch shown.txt');
      expect(status).toBe(0);
      expect(stdout).toContain('use 1 of 1): just once');
    }
    expect((await policy('check')).status).toBe(0);
    await untilEnded(world, await start('touch shown.txt'));
    expect((await policy('explain', 'Bash', 'touch shown.txt')).status).toBe(3);
    const checked = await policy('check', '--json');
    expect(checked.status).toBe(1);
    expect(checked.data<RuleProblem[]>()).toMatchObject([
      { rule, message: expect.stringMatching(/^used up/) as string },
    ]);
  });

  it('begins anew where the rule is written anew, and goes on where only its number is', async () => {
    const rule = 'Bash(touch anew.txt)';
    configure({ allow: [{ rule, max_uses: 1 }] });
    await untilEnded(world, await start('touch anew.txt'));
    const explain = async () => (await policy('explain', 'Bash', 'touch anew.txt')).stdout;
    expect(await explain()).toMatch(/^ask/);
    configure({ allow: [{ rule, max_uses: 2 }] });
    expect(await explain()).toContain('use 2 of 2');
    configure({ allow: [{ rule: 'Bash(touch anew.*)', max_uses: 1 }] });
    expect(await explain()).toContain('use 1 of 1');
  });
});

it.each(['0', '-1', '1.5', 'many'])('max_uses: %s is refused, with its place', async (value) => {
  const before = readFileSync(join(world.root, 'config.yaml'));
  writeFileSync(join(world.root, 'config.yaml'), `policy: { allow: [{ rule: Read, max_uses: ${value} }] }\n`);
  const shown = await world.cli('config');
  expect(shown.status).toBe(78);
  expect(shown.stderr).toContain('config.yaml: policy.allow.0.max_uses: ');
  writeFileSync(join(world.root, 'config.yaml'), before);
});
