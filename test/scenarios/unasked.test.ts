/** Agents that fairlead cannot make ask: they begin in the sandbox, or because their user says so, and are watched. */
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SettingsFile } from '../../src/contract/settings.ts';
import { script } from '../models/script.ts';
import { isInstalled } from '../support/is-installed.ts';
import { realAgents } from '../support/real-agents.ts';
import { storedEvents } from '../support/stored-events.ts';
import { createWorld, untilEnded, untilSession, type World } from '../support/world.ts';

const rude = (manner: string) => [process.execPath, join(import.meta.dirname, '../agents/rude.ts'), manner];

function openWorld(
  settings: SettingsFile & { unasked?: 'allow' },
  env: Record<string, string> = {},
): Promise<World> {
  const { unasked, ...rest } = settings;
  const command = rude('acts without asking');
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
