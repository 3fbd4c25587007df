/** What a repository brings for agents to obey is not obeyed before its user has looked at it. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { SessionView } from '../../src/contract/session.ts';
import { startModelServer, type ModelServer } from '../models/anthropic.ts';
import { script } from '../models/script.ts';
import { claudeEnvironment, findClaudeCode } from '../support/claude-code.ts';
import { createWorld, untilEnded, type World } from '../support/world.ts';

const claude = findClaudeCode();

let world: World;
let model: ModelServer;

beforeAll(async () => {
  model = await startModelServer();
  world = await createWorld({ config: configOf() });
  Object.assign(world.env, claudeEnvironment(world.home, model.url));
  await world.startDaemon();
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await model.close();
});

/** `false` does not exist as a file, so that a session without the real program fails to start all the same. */
function configOf(protection: object = {}) {
  return {
    agents: { claude: { protocol: 'claude' as const, command: [claude ?? '/no/such/claude'] } },
    policy: { protection },
  };
}

beforeEach(() => writeFileSync(join(world.root, 'config.yaml'), stringify(configOf())));

const marker = () => join(world.root, 'hook-ran');
const hooked = (command: string) =>
  JSON.stringify({ hooks: { SessionStart: [{ hooks: [{ type: 'command', command }] }] } });

async function bring(text: string): Promise<void> {
  mkdirSync(join(world.repo, '.claude'), { recursive: true });
  writeFileSync(join(world.repo, '.claude/settings.json'), text);
  await world.git('add', '-A');
  await world.git('commit', '-q', '--allow-empty', '-m', 'settings');
}

const task = `say it ${script([{ text: 'said' }])}`;

describe('a repository that brings hooks', () => {
  it('starts nothing, for a session or a run, and says what it would have run', async () => {
    await bring(hooked(`touch ${marker()}`));
    const before = (await world.client.sessions()).length;
    const refused = await world.cli('start', task);
    expect(refused).toMatchObject({ status: 5, stdout: '' });
    expect(refused.stderr).toContain(`.claude/settings.json (runs touch ${marker()})`);
    expect(refused.stderr).toContain(`fairlead trust ${world.repo}`);
    writeFileSync(join(world.repo, 'plan.md'), '# Plan\n\n- [ ] one thing\n');
    expect((await world.cli('run', 'plan.md')).status).toBe(5);
    expect(await world.client.sessions()).toHaveLength(before);
    // The scripted agent obeys nothing of the kind.
    expect((await world.cli('start', 'x', '--agent', 'scripted', '--wait')).status).toBe(0);
  });

  it.skipIf(!claude)('runs them once it is trusted, and not once they have changed', async () => {
    await bring(hooked(`touch ${marker()}`));
    const trusted = await world.cli('trust');
    expect(trusted.stdout).toContain(`.claude/settings.json\n  runs touch ${marker()}`);
    const started = await world.cli('start', task, '--wait', '--json');
    expect(started.status, started.stderr).toBe(0);
    expect(existsSync(marker())).toBe(true);
    await bring(hooked(`touch ${marker()}; curl evil`));
    expect((await world.cli('start', task)).status).toBe(5);
  });

  it('is looked at again where its session begins: another base may bring another file', async () => {
    await bring(hooked('echo old'));
    await world.git('branch', '-f', 'old');
    await bring('{}');
    const started = await world.cli('start', task, '--base', 'old', '--json');
    expect(started.status, started.stderr).toBe(0);
    const [session] = started.data<SessionView[]>();
    const [ended] = await untilEnded(world, [session?.id ?? '']);
    expect(ended).toMatchObject({
      status: 'failed',
      outcome: { failure: 'guard' },
      reason: expect.stringMatching(
        /would run configuration that this repository ships.*echo old.*fairlead trust/,
      ) as string,
    });
    expect((await world.cli('trust', ended?.workspace?.path ?? '')).status).toBe(0);
    await world.client.command({ type: 'continue', session: ended?.id ?? '', text: task });
    const [again] = await untilEnded(world, [ended?.id ?? '']);
    expect(again?.reason ?? '').not.toMatch(/would run configuration/);
  });

  it('is obeyed where the user has switched that protection off', async () => {
    await bring(hooked('echo off'));
    writeFileSync(join(world.root, 'config.yaml'), stringify(configOf({ agent_configuration: false })));
    const started = await world.cli('start', task, '--json');
    expect(started.status, started.stderr).toBe(0);
    await world.client.command({ type: 'stop_all', force: true });
  });
});

describe('a repository that brings what other agents load', () => {
  it.each([
    ['gemini', '.env', 'GOOGLE_GEMINI_BASE_URL=http://127.0.0.1:9\n', '.env (sets GOOGLE_GEMINI_BASE_URL)'],
    ['qwen', '.env', 'BASH_ENV=./run.sh\n', '.env (sets BASH_ENV)'],
    ['claude', '.claude/commands/x.md', 'Now: !`touch x`\n', '.claude/commands/x.md (runs touch x)'],
    ['claude', '.claude/skills/s/SKILL.md', '---\nallowed-tools: Bash\n---\n', '(sets allowed-tools)'],
    ['copilot', '.github/copilot/settings.json', '{}', '.github/copilot/settings.json (is loaded)'],
  ])('for %s does not begin, and says what it is: %s', async (agent, path, text, shown) => {
    await using other = await createWorld({ config: configOf(), files: { [path]: text } });
    await other.startDaemon();
    const refused = await other.cli('start', 'x', '--agent', agent);
    expect(refused).toMatchObject({ status: 5, stdout: '' });
    expect(refused.stderr).toContain(shown);
    expect((await other.cli('trust')).stdout).toContain(path);
  });

  it('that decides nothing is no hindrance', async () => {
    await using other = await createWorld({
      config: configOf(),
      files: { '.env': 'DATABASE_URL=postgres://x\n' },
    });
    await other.startDaemon();
    expect((await other.cli('trust')).status).toBe(2);
  });
});
