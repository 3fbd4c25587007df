/** Agents that speak ACP under the real daemon: real ones against a scripted model, and ones that break the rules. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SessionView } from '../../src/contract/session.ts';
import { processTable } from '../../src/host/process/platform-process-table.ts';
import { startModelServer } from '../models/anthropic.ts';
import { startAnyModel } from '../models/any-model.ts';
import { script } from '../models/script.ts';
import { acpPrograms, findAcpProgram } from '../support/acp-programs.ts';
import { cache } from '../support/fetch-package.ts';
import { scripted } from '../support/scripted-world.ts';
import { storedEvents } from '../support/stored-events.ts';
import { createWorld, untilEnded, untilSession, type World } from '../support/world.ts';

describe.each(acpPrograms.filter(({ asks }) => asks))('the real $title', (program) => {
  const command = findAcpProgram(program);

  it.skipIf(!command)('works under approval, while the daemon is killed, and completes', async () => {
    await using model = program.anthropic ? await startModelServer() : await startAnyModel();
    await using world = await createWorld({
      config: { agents: { [program.name]: { protocol: 'acp', command: command ?? [] } } },
    });
    const installed = join(cache, program.folder);
    Object.assign(world.env, await program.configure({ home: world.home, modelUrl: model.url, installed }));
    await world.startDaemon();
    const task = script([program.run('echo ran >> proof.txt'), { text: 'it ran' }]);
    const session = await start(world, task, { agent: program.name, policy: 'strict' });
    await untilSession(world, session.id, ({ phase }) => phase === 'waiting');
    const [approval] = await world.client.approvals();
    expect(approval).toMatchObject({ tool: 'Bash', shown: 'echo ran >> proof.txt', status: 'pending' });

    await world.killDaemon();
    await world.startDaemon();
    await expect(world.client.approvals()).resolves.toEqual([approval]);
    await world.client.ask('approval', { type: 'approve', approval: approval?.id ?? '' });
    const [ended] = await untilEnded(world, [session.id]);
    expect(ended).toMatchObject({ status: 'completed', outcome: { evidence: { statement: 'it ran' } } });
    expect(ended?.stats.turns).toBe(1);
    expect(processTable.marked(`FAIRLEAD_SESSION=${session.id}`)).toEqual([]);
    const diff = await world.client.diff(session.id);
    expect(diff.files).toMatchObject([{ path: 'proof.txt', additions: 1 }]);
  });
});

describe('an agent', () => {
  it('that has forgotten its conversation begins a new one, and the session goes on', async () => {
    await using world = await createWorld({ config: { default_agent: 'scripted' } });
    await world.startDaemon();
    const session = await start(world, scripted({ do: 'say', text: 'before' }));
    await untilEnded(world, [session.id]);
    const conversations = join(world.home, '.local/state/fairlead/scripted');
    expect(readdirSync(conversations)).toHaveLength(1);
    rmSync(conversations, { recursive: true });

    await world.cli('continue', session.id, scripted({ do: 'say', text: 'after' }));
    const [ended] = await untilEnded(world, [session.id]);
    expect(ended).toMatchObject({
      status: 'completed',
      epoch: 2,
      outcome: { evidence: { statement: 'after' } },
    });
    const kinds = (await storedEvents(world, { session: session.id })).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'conversation.lost')).toHaveLength(1);
    expect(readdirSync(conversations)).toHaveLength(1);
  });

  it.each([
    ['garbage', '1s', /^rude did not begin within 1 s/, []],
    ['silent', '1s', /^rude did not begin within 1 s/, []],
    ['not logged in', '180s', /^rude is not logged in/, ['auth']],
  ])('that is %s fails, with its reason and nothing left', async (manner, start_time, reason, attention) => {
    const command = [process.execPath, join(import.meta.dirname, '../agents/rude.ts'), manner];
    await using world = await createWorld({
      config: { default_agent: 'rude', start_time, agents: { rude: { protocol: 'acp', command } } },
    });
    await world.startDaemon();
    const session = await start(world, 'hello');
    const [ended] = await untilEnded(world, [session.id]);
    expect(ended).toMatchObject({ status: 'failed', reason: expect.stringMatching(reason) as string });
    expect(ended?.attention).toEqual(expect.arrayContaining(attention));
    expect(processTable.marked(`FAIRLEAD_SESSION=${session.id}`)).toEqual([]);
  });
});

async function start(
  world: World,
  task: string,
  spec: { agent?: string; policy?: 'strict' } = {},
): Promise<SessionView> {
  const started = await world.client.ask('sessions', {
    type: 'start',
    repo: world.repo,
    tasks: [{ task }],
    ...spec,
  });
  const [session] = started;
  if (!session) throw new Error('no session');
  return session;
}
