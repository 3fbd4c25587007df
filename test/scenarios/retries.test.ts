/** A model that refuses for ever: what a session shows of it, by the real agents that would try again for minutes. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SessionView } from '../../src/contract/session.ts';
import { startModelServer } from '../models/anthropic.ts';
import { startAnyModel } from '../models/any-model.ts';
import { script } from '../models/script.ts';
import { acpPrograms, findAcpProgram, type AcpProgram } from '../support/acp-programs.ts';
import { becomes } from '../support/becomes.ts';
import { cache } from '../support/fetch-package.ts';
import { createWorld, untilEnded, untilSession, type World } from '../support/world.ts';

const patient = acpPrograms.filter(({ gives_up }) => !gives_up);

describe.each(patient)('the real $title, whose model has reached a limit', (program) => {
  const command = findAcpProgram(program);

  it.skipIf(!command || !program.tells_retries)(
    'shows that it tries again, and can be interrupted',
    async () => {
      await using scene = await open(program);
      const { world, id } = scene;
      const { retrying } = await untilSession(world, id, ({ retrying: now }) => (now?.attempt ?? 0) >= 2);
      expect(retrying).toMatchObject({
        failure: 'limit',
        error: expect.stringMatching(/429|limit/) as string,
      });
      expect(Date.parse(retrying?.since ?? '')).not.toBeNaN();
      expect((await world.cli('interrupt', id)).status).toBe(0);
      const idle = await untilSession(world, id, ({ phase }) => phase === 'idle');
      expect(idle.retrying).toBeNull();
    },
  );

  it.skipIf(!command || program.tells_retries)('shows that nothing is heard of it', async () => {
    await using scene = await open(program);
    const { world, id, model } = scene;
    await becomes(() => model.requests.length >= 2);
    const session: SessionView = await world.client.session(id);
    expect(session).toMatchObject({ phase: 'working', quiet: true, retrying: null });
    expect((await world.cli('stop', id)).status).toBe(0);
    expect((await world.client.session(id)).quiet).toBe(false);
  });
});

describe('the real Claude Code over ACP, whose login is refused for ever', () => {
  const program = patient.find(({ name }) => name === 'claude-acp');

  it.skipIf(!program || !findAcpProgram(program))('fails, and says that it needs one', async () => {
    if (!program) throw new Error('skipped');
    await using scene = await open(program, 401);
    const [session] = await untilEnded(scene.world, [scene.id]);
    expect(session).toMatchObject({ status: 'failed', outcome: { failure: 'auth' } });
    expect(session?.attention).toContain('auth');
  });
});

/** A session of a real agent that has its prompt, and a model that refuses it. */
async function open(program: AcpProgram, status: 401 | 429 = 429) {
  const model = await (program.anthropic ? startModelServer() : startAnyModel());
  const world = await createWorld({ config: { agents: agentsOf(program), sandbox_writable: [] } });
  const installed = join(cache, program.folder);
  Object.assign(world.env, await program.configure({ home: world.home, modelUrl: model.url, installed }));
  await world.startDaemon();
  const id = await begin(world, program, status);
  return {
    world,
    model,
    id,
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]();
      await model[Symbol.asyncDispose]();
    },
  };
}

function agentsOf(program: AcpProgram) {
  return { [program.name]: { protocol: 'acp' as const, command: findAcpProgram(program) ?? [] } };
}

async function begin({ client, repo }: World, { name }: AcpProgram, status: number): Promise<string> {
  const message = status === 429 ? 'You have reached your usage limit' : 'Invalid API key';
  const task = script([{ status, message }]);
  const sessions = await client.ask('sessions', { type: 'start', repo, agent: name, tasks: [{ task }] });
  return sessions[0]?.id ?? '';
}
