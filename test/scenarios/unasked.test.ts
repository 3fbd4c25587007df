/** Agents that fairlead cannot make ask: they begin in the sandbox, or because their user says so, and are watched. */
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SettingsFile } from '../../src/contract/settings.ts';
import { startAnyModel } from '../models/any-model.ts';
import { script, type Step } from '../models/script.ts';
import { acpPrograms, findAcpProgram } from '../support/acp-programs.ts';
import { cache } from '../support/fetch-package.ts';
import { isInstalled } from '../support/is-installed.ts';
import { realAgents } from '../support/real-agents.ts';
import { storedEvents } from '../support/stored-events.ts';
import { createWorld, untilEnded, untilSession, type World } from '../support/world.ts';

const rude = (manner: string) => [process.execPath, join(import.meta.dirname, '../agents/rude.ts'), manner];

function openWorld(
  settings: SettingsFile & { unasked?: 'allow' },
  env: Record<string, string> = {},
  command: string[] = rude('acts without asking'),
): Promise<World> {
  const { unasked, ...rest } = settings;
  return createWorld({
    config: {
      agents: { pi: { protocol: 'acp', command, ...(unasked && { unasked }) } },
      default_agent: 'pi',
      sandbox_writable: [],
      ...rest,
    },
    env,
  });
}

describe('an agent that never asks', () => {
  it('does not begin where nothing contains it, and says what to do', async () => {
    await using world = await openWorld({ sandbox: 'off' });
    await world.startDaemon();
    const { status, stderr } = await world.cli('start', 'do it');
    expect(status).toBe(78);
    expect(stderr).toContain('pi makes calls that fairlead cannot judge before they are made');
    expect(stderr).toContain('unasked: allow');
    expect(await world.client.sessions({})).toEqual([]);
  });

  it('does not begin where there is no sandbox on the machine', async () => {
    await using world = await openWorld({});
    const bin = join(world.root, 'bin');
    mkdirSync(bin);
    for (const program of ['git', 'node', 'sh', 'env', 'ps']) linkProgram(program, bin);
    world.env['PATH'] = bin;
    await world.startDaemon();
    const { status, stderr } = await world.cli('start', 'do it');
    expect(status).toBe(78);
    expect(stderr).toContain('bubblewrap is not installed');
  });

  it('begins where its user allows it, and a call that is not allowed ends the turn', async () => {
    await using world = await openWorld({ sandbox: 'off', unasked: 'allow' });
    await world.startDaemon();
    const outside = join(world.root, 'outside.txt');
    const id = await begin(world, outside);
    await untilSession(world, id, ({ phase }) => phase === 'idle');
    const session = await world.client.session(id);
    expect(session).toMatchObject({ attention: ['unasked'], guard: { sandbox: false, preflight: 'none' } });
    const event = (await storedEvents(world)).find(({ kind }) => kind === 'policy.unasked');
    expect(event?.data).toMatchObject({ tool: 'Edit', title: outside, verdict: { decision: 'ask' } });
    expect((await world.cli('ls')).stdout).toContain('unasked');

    // Whoever looks at it and sends the agent on has seen it.
    await world.cli('send', id, join(session.workspace?.path ?? '', 'inside.txt'));
    await untilSession(world, id, ({ attention }) => !attention.includes('unasked'));
  });

  it.skipIf(!isInstalled('bwrap'))('begins in the sandbox, and changes nothing outside', async () => {
    await using world = await openWorld({});
    await world.startDaemon();
    const outside = join(world.home, 'outside.txt');
    const id = await begin(world, outside);
    const [session] = await untilEnded(world, [id]);
    expect(session).toMatchObject({ guard: { sandbox: true, preflight: 'none' }, status: 'completed' });
    expect(session?.outcome).toMatchObject({
      evidence: { statement: expect.stringContaining('EROFS') as string },
    });
    expect(existsSync(outside)).toBe(false);
    expect(existsSync(join(world.state, 'sessions', id, 'sandbox'))).toBe(false);
    expect((await world.cli('show', id)).stdout).toContain(
      'no call is judged before it is made · in the sandbox',
    );
  });
});

describe('the real pi, which never asks', () => {
  const pi = acpPrograms.find(({ name }) => name === 'pi');
  const command = pi && findAcpProgram(pi);

  /** A world with pi as its user has it, a model, and a file outside of every workspace that pi is told to write. */
  async function openPi(settings: SettingsFile & { unasked?: 'allow' }) {
    if (!pi || !command) throw new Error('skipped');
    const model = await startAnyModel();
    const world = await openWorld(settings, {}, command);
    const installed = join(cache, pi.folder);
    Object.assign(world.env, await pi.configure({ home: world.home, modelUrl: model.url, installed }));
    await world.startDaemon();
    const outside = join(world.home, 'outside.txt');
    return {
      world,
      model,
      outside,
      task: (...steps: Step[]) => script([...steps, { text: 'done' }]),
      write: (path: string) => pi.write(path, 'unasked'),
      run: (line: string) => pi.run(line),
      async [Symbol.asyncDispose]() {
        await world[Symbol.asyncDispose]();
        await model[Symbol.asyncDispose]();
      },
    };
  }

  it.skipIf(!command)('does not begin where nothing contains it', async () => {
    await using scene = await openPi({ sandbox: 'off' });
    const { status, stderr } = await scene.world.cli('start', scene.task(scene.write(scene.outside)));
    expect(status).toBe(78);
    expect(stderr).toContain('pi makes calls that fairlead cannot judge before they are made');
    expect(scene.model.requests).toEqual([]);
    const { stdout } = await scene.world.cli('doctor');
    expect(stdout).toMatch(/agent pi .*preflight none/);
  });

  it.skipIf(!command).each([
    ['an edit outside of the workspace', 'Edit', (scene: Scene) => scene.write(scene.outside)],
    ['an edit by a path that leads out', 'Edit', (scene: Scene) => scene.write('../../../../outside.txt')],
    ['a command that fails at last', 'Bash', (scene: Scene) => scene.run(`echo x > ${scene.outside}; false`)],
  ])('is ended by %s', async (_what, tool, step) => {
    await using scene = await openPi({ sandbox: 'off', unasked: 'allow' });
    const { world } = scene;
    const id = await begin(world, scene.task(step(scene)));
    await untilSession(world, id, ({ phase }) => phase === 'idle');
    expect(await world.client.session(id)).toMatchObject({
      status: 'failed',
      attention: ['unasked'],
      guard: { sandbox: false, preflight: 'none' },
    });
    const event = (await storedEvents(world)).find(({ kind }) => kind === 'policy.unasked');
    expect(event?.data).toMatchObject({ tool, verdict: { decision: 'ask' } });
    expect((await world.cli('show', id)).stdout).toContain(
      'no call is judged before it is made · no sandbox',
    );
  });

  it.skipIf(!command)('is not ended by work in its workspace', async () => {
    await using scene = await openPi({ sandbox: 'off', unasked: 'allow' });
    const { world } = scene;
    const id = await begin(world, scene.task(scene.write('a.txt'), scene.run('cat a.txt')));
    const [session] = await untilEnded(world, [id]);
    expect(session).toMatchObject({ status: 'completed', outcome: { evidence: { files_changed: 1 } } });
    expect((await storedEvents(world)).filter(({ kind }) => kind === 'policy.unasked')).toEqual([]);
  });

  it.skipIf(!command || !isInstalled('bwrap'))('changes nothing outside of the sandbox', async () => {
    await using scene = await openPi({});
    const { world, outside } = scene;
    const other = join(world.repo, 'README.md');
    const id = await begin(world, scene.task(scene.write(outside), scene.write(other), scene.write('a.txt')));
    const [session] = await untilEnded(world, [id]);
    expect(session).toMatchObject({
      status: 'completed',
      guard: { sandbox: true, preflight: 'none' },
      outcome: { evidence: { files_changed: 1 } },
    });
    expect(existsSync(outside)).toBe(false);
    expect(readFileSync(other, 'utf8')).toBe('hello\n');
  });

  it.skipIf(!command)(
    'fails where its model refuses it, though it ends its turn as if it had not',
    async () => {
      await using scene = await openPi({ sandbox: 'off', unasked: 'allow' });
      const steps = [scene.write('a.txt'), { status: 401, message: 'Invalid API key' }];
      const id = await begin(scene.world, scene.task(...steps));
      const [session] = await untilEnded(scene.world, [id]);
      expect(session?.status).toBe('failed');
      expect(session?.reason).toContain('pi ended its turn without an answer');
    },
  );

  type Scene = Awaited<ReturnType<typeof openPi>>;
});

describe('a known agent under another name', () => {
  const opencode = realAgents.find(({ name }) => name === 'opencode');

  it.skipIf(!opencode?.configuration)('does not begin until it is said what it is like', async () => {
    if (!opencode?.configuration) throw new Error('skipped');
    await using model = await opencode.startModel();
    const oc = { ...opencode.configuration };
    await using world = await createWorld({ config: { agents: { oc } } });
    await opencode.configure(world, model, join(world.root, 'mcp.log'));
    await world.startDaemon();
    const task = script([opencode.run('touch x'), { text: 'done' }]);
    const { status, stdout, stderr } = await world.cli('start', '--wait', '--agent', 'oc', task);
    expect(status).toBe(78);
    expect(`${stdout}${stderr}`).toContain('like: opencode');
    expect(model.requests).toEqual([]);
  });
});

/** Puts a program, and no other, into a directory. */
function linkProgram(name: string, directory: string): void {
  const found = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((place) => join(place, name))
    .find((path) => existsSync(path));
  if (found !== undefined) symlinkSync(found, join(directory, name));
}

async function begin({ client, repo }: World, task: string): Promise<string> {
  const sessions = await client.ask('sessions', { type: 'start', repo, tasks: [{ task }] });
  return sessions[0]?.id ?? '';
}
