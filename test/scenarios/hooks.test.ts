/** The policy for a Claude Code that a person starts: the real one, outside of fairlead, with the hook in its settings. */
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SettingsFile } from '../../src/contract/settings.ts';
import { build } from '../../tools/build.ts';
import { startModelServer, type ModelServer } from '../models/anthropic.ts';
import { script, type Step } from '../models/script.ts';
import { claudeEnvironment, findClaudeCode } from '../support/claude-code.ts';
import { createWorld, type World } from '../support/world.ts';

const root = join(import.meta.dirname, '../..');
const claude = findClaudeCode();

let workshop: World;
/** A package that is installed where no path should lead. */
let program: string;
let model: ModelServer;

beforeAll(async () => {
  model = await startModelServer();
  workshop = await createWorld();
  const home = join(workshop.root, `it's "$HOME" here`);
  for (const part of ['package.json', 'bin']) cpSync(join(root, part), join(home, part), { recursive: true });
  await build(join(home, 'dist'));
  program = join(home, 'bin/fairlead');
});

afterAll(async () => {
  await model.close();
  await workshop[Symbol.asyncDispose]();
});

const policy: SettingsFile['policy'] = {
  level: 'moderate',
  allow: ['Bash(mkdir:*)', 'Bash(cd:*)'],
  deny: [{ rule: 'Bash(touch secret*)', reason: 'secrets are made by hand' }, 'Read(vault/key)'],
};

async function createHookedWorld(): Promise<World> {
  const world = await createWorld({ config: { policy }, files: { 'vault/key': 'hidden\n' } });
  Object.assign(world.env, claudeEnvironment(world.home, model.url));
  return world;
}

interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

async function run(world: World, command: string, args: string[], input = '', env = {}): Promise<Ended> {
  const child = spawn(command, args, { cwd: world.repo, env: { ...world.env, ...env }, stdio: 'pipe' });
  const ended = { status: null as number | null, stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (ended.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (ended.stderr += chunk.toString()));
  // A hook may have said all it has to say before it was told everything.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  ended.status = await new Promise((resolve) => child.once('close', resolve));
  return ended;
}

const fairlead = (world: World, ...args: string[]) => run(world, program, args);
const data = <T>({ stdout }: Ended) => (JSON.parse(stdout) as { data: T }).data;

const bash = (command: string): Step => ({ tool: 'Bash', input: { command, description: 'as told' } });

/** Claude Code does one thing after another. @returns what the model was told of each */
async function work(world: World, steps: Step[], env = {}): Promise<string[]> {
  const before = model.requests.length;
  const ended = await run(
    world,
    claude ?? '',
    ['-p', `Do it ${script([...steps, { text: 'done' }])}`],
    '',
    env,
  );
  expect(ended).toMatchObject({ status: 0, stdout: 'done\n' });
  const messages = model.requests.slice(before).at(-1)?.body?.messages ?? [];
  const blocks = messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content));
  return blocks.filter(({ type }) => type === 'tool_result').map(({ content }) => JSON.stringify(content));
}

/** A hook of the user's own that writes down what it was asked about. */
function userHook(world: World): { log: string; settings: string } {
  const [hook, log] = [join(world.root, 'own-hook.sh'), join(world.root, 'own-hook.log')];
  writeFileSync(hook, `#!/bin/sh\ncat >> ${log}\n`);
  chmodSync(hook, 0o755);
  const entry = { matcher: 'Bash', hooks: [{ type: 'command', command: hook }] };
  mkdirSync(join(world.home, '.claude'));
  const settings = join(world.home, '.claude/settings.json');
  writeFileSync(settings, JSON.stringify({ hooks: { PreToolUse: [entry] } }, null, 4));
  return { log, settings };
}

describe.skipIf(!claude)('Claude Code that a person starts', () => {
  it('does what the policy allows, not what it denies, and is told why; hooks of the user run as before', async () => {
    await using world = await createHookedWorld();
    const { log, settings } = userHook(world);
    const before = readFileSync(settings, 'utf8');
    expect(await fairlead(world, 'hooks', 'install')).toMatchObject({
      status: 0,
      stdout: `installed in ${settings}, beside one other hook\n`,
      stderr: `previous settings: ${settings}.fairlead-1.bak\n`,
    });

    // No daemon runs: the first call starts one.
    const told = await work(world, [
      bash('mkdir made'),
      bash('touch secret.txt'),
      bash('touch other.txt'),
      { tool: 'Read', input: { file_path: join(world.repo, 'vault/key') } },
      bash('cd vault'),
      bash('cat key'),
    ]);
    const source = join(world.root, 'config.yaml');
    expect(told).toEqual([
      expect.stringContaining('completed with no output'),
      expect.stringContaining(`deny rule Bash(touch secret*) (${source}): secrets are made by hand`),
      expect.stringContaining('level moderate asks before commands'),
      expect.stringContaining(`deny rule Read(vault/key) (${source})`),
      expect.stringContaining('completed with no output'),
      expect.stringContaining(`deny rule Read(vault/key) (${source})`),
    ]);
    expect(readdirSync(world.repo).toSorted()).toEqual(['.git', 'made', 'vault']);
    const seen = readFileSync(log, 'utf8').match(/"command":"[^"]+"/g);
    expect(seen).toEqual(
      ['mkdir made', 'touch secret.txt', 'touch other.txt', 'cd vault', 'cat key'].map(
        (command) => `"command":"${command}"`,
      ),
    );

    const { stdout } = await fairlead(world, 'events', '--kind', 'call.judged');
    const judged = stdout.trimEnd().split('\n');
    expect(judged).toHaveLength(6);
    expect(judged[0]).toMatch(/ outside +call\.judged +allow: Bash mkdir made \(allow rule Bash\(mkdir:\*\)/);
    expect(judged[3]).toMatch(/deny: Read .*vault\/key \(deny rule Read\(vault\/key\)/);

    expect(await fairlead(world, 'hooks', 'uninstall')).toMatchObject({ status: 0 });
    expect(readFileSync(settings, 'utf8')).toBe(before);
    expect(await work(world, [bash('mkdir again')])).toEqual([expect.stringContaining('needs approval')]);
  });

  it('is left alone inside of a session', async () => {
    await using world = await createHookedWorld();
    // Claude Code runs this one without being told so: whoever denies it is the policy.
    writeFileSync(
      join(world.root, 'config.yaml'),
      JSON.stringify({ policy: { deny: ['Bash(git status)'] } }),
    );
    const status = [bash('git status')];
    await fairlead(world, 'hooks', 'install', '--local');
    expect(await work(world, status)).toEqual([expect.stringContaining('deny rule Bash(git status)')]);
    expect(await work(world, status, { FAIRLEAD_SESSION: 'abc' })).toEqual([
      expect.stringContaining('On branch main'),
    ]);
    await fairlead(world, 'hooks', 'uninstall', '--local');
    expect(await work(world, status)).toEqual([expect.stringContaining('On branch main')]);
  });

  it('goes on by its own rules where nothing can be decided', async () => {
    await using world = await createHookedWorld();
    await fairlead(world, 'hooks', 'install');
    const steps = [bash('git status'), bash('mkdir made')];
    const byItself = [expect.stringContaining('On branch main'), expect.stringContaining('needs approval')];

    await world.startDaemon();
    writeFileSync(join(world.repo, 'fairlead.yaml'), 'policy: [\n');
    expect(await work(world, steps)).toEqual(byItself);

    await world.killDaemon();
    writeFileSync(join(world.root, 'config.yaml'), 'policy:\n  level: lax\n');
    expect(await work(world, steps)).toEqual(byItself);

    // An older one that knows no hooks ends as for every command it does not know, which alone would block.
    const older = join(world.root, 'fairlead');
    writeFileSync(older, '#!/bin/sh\nexit 2\n');
    chmodSync(older, 0o755);
    const settings = join(world.home, '.claude/settings.json');
    const text = readFileSync(settings, 'utf8');
    for (const other of [older, '/gone/fairlead']) {
      writeFileSync(settings, text.replace(/'.+' hook/, `'${other}' hook`));
      expect(await work(world, steps)).toEqual(byItself);
    }
    expect(existsSync(join(world.repo, 'made'))).toBe(false);
  });
});

describe('fairlead hook', () => {
  const call = { hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_input: { command: 'mkdir a' } };
  const hook = (world: World, given: object | string, env = {}) =>
    run(world, program, ['hook'], typeof given === 'string' ? given : JSON.stringify(given), env);

  it('answers with the verdict, and says nothing where a person or a session decides', async () => {
    await using world = await createHookedWorld();
    const there = { ...call, cwd: world.repo };
    const allowed = await hook(world, there);
    expect(allowed).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(allowed.stdout)).toEqual({
      hookSpecificOutput: {
        hookEventName: 'PreToolUse',
        permissionDecision: 'allow',
        permissionDecisionReason: `fairlead: allow rule Bash(mkdir:*) (${join(world.root, 'config.yaml')})`,
      },
    });
    const silent = { status: 0, stdout: '', stderr: '' };
    for (const tool_name of ['AskUserQuestion', 'ExitPlanMode'])
      expect(await hook(world, { ...there, tool_name })).toEqual(silent);
    expect(await hook(world, there, { FAIRLEAD_SESSION: 'abc' })).toEqual(silent);
    expect(await hook(world, 'nonsense', { FAIRLEAD_SESSION: 'abc' })).toEqual(silent);
  });

  it('says in one line, with status 1, that it decides nothing', async () => {
    await using world = await createHookedWorld();
    const there = { ...call, cwd: world.repo };
    const cases: [object | string, RegExp, object?][] = [
      ['', /not a JSON object/],
      ['{', /not a JSON object/],
      [{ ...there, hook_event_name: 'Stop' }, /for PreToolUse, not for Stop/],
      [{ ...there, cwd: 'here' }, /must be an absolute path/],
      [{ ...there, tool_name: 'x\ny' }, /one line/],
      [{ ...there, cwd: join(world.root, 'gone') }, /not a directory/],
      [there, /too long/, { FAIRLEAD_HOME: join(world.root, 'x'.repeat(100)) }],
      [
        there,
        /the daemon did not start: not a file: \S+/,
        { FAIRLEAD_CONFIG: world.root, FAIRLEAD_HOME: join(world.root, 'b') },
      ],
    ];
    for (const [given, why, env] of cases) {
      const ended = await hook(world, given, env);
      expect(ended).toMatchObject({ status: 1, stdout: '' });
      expect(ended.stderr).toMatch(/^fairlead: no verdict on this call: [^\n]+\n$/);
      expect(ended.stderr).toMatch(why);
    }
  });
});

describe('fairlead hooks', () => {
  it.each([
    ['hooks', 2, /no subcommand of hooks given/],
    ['hooks dance', 2, /unknown subcommand of hooks: dance/],
    ['hooks install now', 2, /unexpected argument: now/],
    ['hooks install --global', 2, /unknown option/],
    ['hooks install --project --local', 2, /exclude each other/],
    ['hooks install --repo .', 2, /--repo without --project or --local/],
    ['hooks status --project --repo /no/such/place', 78, /not a directory/],
  ])('refuses what cannot be: fairlead %s', async (typed, status, why) => {
    await refused(workshop, typed.split(' '), status, why);
    expect(existsSync(join(workshop.home, '.claude'))).toBe(false);
  });

  it('refuses what it does not understand, and changes nothing', async () => {
    await using world = await createHookedWorld();
    const directory = join(world.home, '.claude');
    mkdirSync(directory);
    const settings = join(directory, 'settings.json');
    for (const [text, why] of [
      ['', /is empty/],
      ['{"a": 1', /is not JSON in line 1/],
      ['[]', /holds no object/],
      ['{"hooks": []}', /holds "hooks" that are not an object/],
      ['{"hooks": {"PreToolUse": {}}}', /holds "PreToolUse" hooks that are not an array/],
    ] as const) {
      writeFileSync(settings, text);
      for (const action of ['install', 'uninstall', 'status'])
        await refused(world, ['hooks', action], 78, why);
      expect(readFileSync(settings, 'utf8')).toBe(text);
      expect(readdirSync(directory)).toEqual(['settings.json']);
    }
  });

  it('is no matter for a session', async () => {
    await using world = await createHookedWorld();
    world.env['FAIRLEAD_SESSION'] = 'abc';
    for (const action of ['install', 'uninstall'])
      await refused(world, ['hooks', action], 5, /cannot be changed from inside a session/);
    expect(await fairlead(world, 'hooks', 'status')).toMatchObject({ status: 0 });
  });

  it('says what keeps the hook from working', async () => {
    await using world = await createHookedWorld();
    const { settings } = userHook(world);
    const text = '{\n  // mine\n  "model": "opus"\n}\n';
    writeFileSync(settings, text);
    const installed = await fairlead(world, 'hooks', 'install');
    expect(installed).toMatchObject({
      status: 78,
      stdout: `installed in ${settings}\n`,
      stderr: expect.stringMatching(
        /the hook does not work: Claude Code loads no settings with comments/,
      ) as string,
    });
    const told = await fairlead(world, 'hooks', 'status', '--json');
    expect(told).toMatchObject({ status: 78, stderr: '' });
    expect(data(told)).toEqual({
      scope: 'user',
      path: settings,
      installed: true,
      changed: false,
      backup: null,
      program,
      other_hooks: 0,
      problem: 'Claude Code loads no settings with comments, or with a comma behind the last entry',
    });
    expect(await fairlead(world, 'hooks', 'uninstall')).toMatchObject({ status: 0 });
    expect(readFileSync(settings, 'utf8')).toBe(text);
  });
});

/** One line that says what is wrong and one that says what to do next; with `--json` the same as data. */
async function refused(world: World, args: string[], status: number, why: RegExp): Promise<void> {
  const plain = await fairlead(world, ...args);
  expect(plain).toMatchObject({ status, stdout: '' });
  expect(plain.stderr).toMatch(/^fairlead: \S[^\n]*\n {2}\S[^\n]*\n$/);
  expect(plain.stderr).toMatch(why);
  const json = await fairlead(world, ...args, '--json');
  expect(json.status).toBe(status);
  expect(JSON.parse(json.stderr)).toMatchObject({
    v: 1,
    type: 'error',
    data: { message: expect.stringMatching(why) as string },
  });
}
