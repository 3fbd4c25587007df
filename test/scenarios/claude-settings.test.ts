/** Rules that somebody has written for Claude Code decide for an agent of another maker; fairlead only reads them. */
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RuleProblem, RuleView } from '../../src/contract/answer.ts';
import type { Verdict } from '../../src/contract/verdict.ts';
import { scripted } from '../support/scripted-world.ts';
import { createWorld, untilSession, type World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({
    config: {
      default_agent: 'scripted',
      limits: { min_free_disk: '1MB', min_free_memory: '1MB' },
      policy: { claude_settings: true },
    },
  });
  mkdirSync(join(world.home, '.claude'));
  mkdirSync(join(world.repo, '.claude'));
  user({ allow: ['Bash(mkdir:*)', 'Write(docs/**)'], deny: ['Bash(touch secret*)', 'Read(/notes.md)'] });
  project({ allow: ['Bash(make:*)'], ask: ['Bash(mkdir asked)'], deny: ['Read(/private/**)'] });
  await world.startDaemon();
});

afterAll(() => world[Symbol.asyncDispose]());

const userFile = () => join(world.home, '.claude/settings.json');
const projectFile = () => join(world.repo, '.claude/settings.json');

function user(permissions: object): void {
  writeFileSync(
    userFile(),
    JSON.stringify({ permissions: { defaultMode: 'plan', ...permissions } }, null, 2),
  );
}

function project(permissions: object): void {
  writeFileSync(projectFile(), JSON.stringify({ permissions }, null, 2));
}

const policy = (...args: string[]) => world.cli('policy', ...args, '--repo', world.repo);
const explain = async (tool: string, input: string) =>
  (await policy('explain', tool, input, '--json')).data<Verdict>();

describe('the rules of Claude Code', () => {
  it('decide for the scripted agent, each with its file', async () => {
    const commands = ['mkdir one', 'touch secret.txt', 'cat private/x', 'mkdir asked'];
    const steps = commands.map((command) => ({ do: 'run', command, ask: true }));
    const [session] = await world.client.ask('sessions', {
      type: 'start',
      repo: world.repo,
      tasks: [{ task: scripted(...steps, { do: 'say', text: 'done' }) }],
    });
    const id = session?.id ?? '';
    await untilSession(world, id, ({ phase }) => phase === 'waiting');
    const found: [unknown, string, string | null, string][] = [];
    for (const event of await world.client.history(id))
      if (event.kind === 'policy.decided') {
        const { input, verdict } = event.data;
        found.push([(input as { command: string }).command, verdict.decision, verdict.rule, verdict.source]);
      }
    expect(found).toEqual([
      ['mkdir one', 'allow', 'Bash(mkdir:*)', userFile()],
      ['touch secret.txt', 'deny', 'Bash(touch secret*)', userFile()],
      ['cat private/x', 'deny', 'Read(/private/**)', projectFile()],
    ]);
    expect(await world.client.approvals()).toMatchObject([
      { shown: 'mkdir asked', rule: 'Bash(mkdir asked)' },
    ]);
    await world.client.ask('stopped', { type: 'stop', target: id, force: true });
  });

  it('of a repository allow once they are trusted, and not what was written since', async () => {
    expect((await explain('Bash', 'make it')).decision).toBe('ask');
    const shown = await world.cli('config');
    expect(shown.stderr).toContain(`${projectFile()} is not trusted`);
    expect((await world.cli('trust')).status).toBe(0);
    expect(await explain('Bash', 'make it')).toMatchObject({ decision: 'allow', source: projectFile() });
    project({ allow: ['Bash(make:*)', 'Bash(npm publish:*)'], deny: ['Read(/private/**)'] });
    expect((await explain('Bash', 'make it')).decision).toBe('ask');
    expect((await explain('Bash', 'npm publish')).decision).toBe('ask');
    expect((await explain('Read', 'private/x')).decision).toBe('deny');
  });

  it('are shown with their file and line, and those that can never match are told', async () => {
    const { stdout } = await world.cli('config');
    expect(stdout).toMatch(new RegExp(`policy\\.claude_settings +true +\\(.*config\\.yaml\\)`));
    expect(stdout).toMatch(new RegExp(`policy\\.allow\\.0 +Bash\\(mkdir:\\*\\) +\\(${userFile()}\\)`));
    expect(stdout).toMatch(/policy\.level +moderate +\(built-in\)/);
    const rules = (await policy('rules', '--json')).data<RuleView[]>();
    expect(rules.find(({ rule }) => rule === 'Bash(touch secret*)')).toMatchObject({
      source: userFile(),
      line: 9,
    });
    const checked = await policy('check', '--json');
    expect(checked.status).toBe(1);
    expect(checked.data<RuleProblem[]>()).toMatchObject([
      {
        rule: 'Write(docs/**)',
        source: userFile(),
        line: 6,
        message: expect.stringContaining('never matches') as string,
      },
    ]);
    expect((await policy('check')).stdout).toContain(`${userFile()}:6`);
  });

  it('are in the place that CLAUDE_CONFIG_DIR names', async () => {
    const elsewhere = join(world.root, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'settings.json'), '{"permissions":{"deny":["Bash(date)"]}}');
    await using other = await createWorld({
      config: { policy: { claude_settings: true } },
      env: { CLAUDE_CONFIG_DIR: elsewhere },
    });
    await other.startDaemon();
    expect((await other.cli('policy', 'explain', 'Bash', 'date')).status).toBe(5);
  });
});

describe('a broken file', () => {
  it('stops no session; it keeps what it said, and every place says so', async () => {
    const whole = readFileSync(userFile(), 'utf8');
    writeFileSync(userFile(), whole.slice(0, -20));
    expect((await explain('Bash', 'touch secret.txt')).decision).toBe('deny');
    const checked = await policy('check');
    expect(checked.status).toBe(1);
    expect(checked.stdout).toMatch(
      /a file {2}it is not JSON: .*; its last readable content stays in force\n/,
    );
    const [session] = await world.client.ask('sessions', {
      type: 'start',
      repo: world.repo,
      tasks: [{ task: scripted({ do: 'say', text: 'done' }) }],
    });
    const ended = await untilSession(world, session?.id ?? '', ({ phase }) => phase === 'ended');
    expect(ended.status).toBe('completed');
    const { stdout } = await world.cli('logs', ended.id);
    expect(stdout).toContain(`error: ${userFile()}: it is not JSON`);

    await world.killDaemon();
    await world.startDaemon();
    expect((await explain('Bash', 'mkdir x')).decision).toBe('ask');
    const shown = await world.cli('config');
    expect(shown.status).toBe(0);
    expect(shown.stderr).toMatch(/settings\.json: it is not JSON: .*its allow rules are ignored/);
    expect((await world.cli('doctor')).stdout).toMatch(/settings\.json: it is not JSON/);
    writeFileSync(userFile(), whole);
    expect((await explain('Bash', 'mkdir x')).decision).toBe('allow');
  });
});

it('a repository cannot switch it on', async () => {
  await using other = await createWorld({
    files: {
      'fairlead.yaml': stringify({ policy: { claude_settings: true } }),
      '.claude/settings.json': JSON.stringify({
        permissions: { allow: ['Bash(npm publish)'], deny: ['Bash(ls)'] },
      }),
    },
  });
  await other.startDaemon();
  await other.cli('trust');
  expect((await other.cli('policy', 'explain', 'Bash', 'npm publish')).status).toBe(3);
  expect((await other.cli('policy', 'explain', 'Bash', 'ls')).status).toBe(0);
});

it('nothing was written beside them', () => {
  rmSync(userFile());
  expect(readdirSync(join(world.home, '.claude'))).toEqual([]);
  expect(readdirSync(join(world.repo, '.claude'))).toEqual(['settings.json']);
  expect(statSync(projectFile()).isFile()).toBe(true);
});
