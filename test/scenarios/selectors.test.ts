/** What a person types for an approval, a session or a unit: the id of what waits, or the name of whose it is. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SessionView } from '../../src/contract/session.ts';
import { createWorld, untilEnded, untilSession, type World } from '../support/world.ts';

let world: World;

/** An agent that speaks ACP and asks about two calls at the same time. */
const asksTwice = `
  import { createInterface } from 'node:readline';
  const send = (message) => console.log(JSON.stringify({ jsonrpc: '2.0', ...message }));
  let prompt;
  const left = new Set(['p1', 'p2']);
  for await (const line of createInterface(process.stdin)) {
    const { id, method } = JSON.parse(line);
    if (method === 'initialize') send({ id, result: { protocolVersion: 1, agentCapabilities: {} } });
    else if (method === 'session/new') send({ id, result: { sessionId: 'one' } });
    else if (method === 'session/prompt') {
      prompt = id;
      for (const call of left)
        send({ id: call, method: 'session/request_permission', params: { sessionId: 'one',
          toolCall: { toolCallId: call, kind: 'execute', title: 'touch ' + call, rawInput: { command: 'touch ' + call } },
          options: [{ optionId: 'yes', name: 'yes', kind: 'allow_once' }, { optionId: 'no', name: 'no', kind: 'reject_once' }] } });
    } else if (left.delete(id) && left.size === 0) {
      send({ method: 'session/update', params: { sessionId: 'one', update: { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: 'done' } } } });
      send({ id: prompt, result: { stopReason: 'end_turn' } });
    }
  }
`;

beforeAll(async () => {
  world = await createWorld({
    config: {
      default_agent: 'scripted',
      agents: { twice: { protocol: 'acp', command: [process.execPath, 'twice.mjs'] } },
      limits: { min_free_disk: '1MB', min_free_memory: '1MB' },
    },
    files: { 'README.md': 'hello\n', 'twice.mjs': asksTwice },
  });
  await world.startDaemon();
});

afterAll(() => world[Symbol.asyncDispose]());

const script = (...steps: object[]) => `<script>${JSON.stringify(steps)}</script>`;
const asking = (command: string) => script({ do: 'run', command, ask: true }, { do: 'say', text: 'ran' });

async function start(name: string, task: string, agent = 'scripted'): Promise<SessionView> {
  const [session] = await world.client.ask('sessions', {
    type: 'start',
    repo: world.repo,
    agent,
    tasks: [{ name, task }],
  });
  if (!session) throw new Error('no session');
  return session;
}

it.each([
  ['its id', ({ id }: SessionView) => id],
  ['the beginning of its id', ({ id }: SessionView) => id.slice(0, -3)],
  ['its name', ({ name }: SessionView) => name],
])('`approve` takes a session by %s where one approval waits there', async (how, typed) => {
  const session = await start(`fix/login ${how}`, asking('touch approved'));
  await untilSession(world, session.id, ({ phase }) => phase === 'waiting');
  const approved = await world.cli('approve', typed(session));
  expect(approved.status, approved.stderr).toBe(0);
  const [ended] = await untilEnded(world, [session.id]);
  expect(existsSync(join(ended?.workspace?.path ?? '', 'approved'))).toBe(true);
  const again = await world.cli('approve', typed(session));
  expect(again.status).toBe(2);
  expect(again.stderr).toContain('approval not found');
});

it('`deny` takes a session by its name', async () => {
  const session = await start('deny/this', asking('touch denied'));
  await untilSession(world, session.id, ({ phase }) => phase === 'waiting');
  const denied = await world.cli('deny', 'deny/this');
  expect(denied.status, denied.stderr).toBe(0);
  const [ended] = await untilEnded(world, [session.id]);
  expect(existsSync(join(ended?.workspace?.path ?? '', 'denied'))).toBe(false);
});

it('`approve` of a session in which two wait ends with status 2 and lists both', async () => {
  const session = await start('two at once', 'ask twice', 'twice');
  const asked = new AbortController();
  let count = 0;
  for await (const _event of world.client.events(
    { session: session.id, kinds: ['approval.asked'] },
    asked.signal,
  ))
    if ((count += 1) === 2) asked.abort();
  const both = (await world.client.approvals()).filter(({ session_id }) => session_id === session.id);
  expect(both).toHaveLength(2);
  const refused = await world.cli('approve', 'two at once');
  expect(refused.status).toBe(2);
  for (const { id, shown } of both) expect(refused.stderr).toContain(`${id} (Bash ${shown})`);
  for (const { id } of both) expect((await world.cli('approve', id)).status).toBe(0);
  await untilEnded(world, [session.id]);
});

it('a session with a slash in its name is merged and rolled back by name', async () => {
  const session = await start(
    'fix/login',
    script({ do: 'write', path: 'login.txt', content: 'x\n' }, { do: 'say', text: 'x' }),
  );
  await untilEnded(world, [session.id]);
  expect((await world.cli('merge', 'fix/login')).status).toBe(0);
  expect(existsSync(join(world.repo, 'login.txt'))).toBe(true);
  const rolled = await world.cli('rollback', 'fix/login');
  expect(rolled.status, rolled.stderr).toBe(0);
  expect(existsSync(join(world.repo, 'login.txt'))).toBe(false);
  expect((await world.cli('rm', 'fix/login')).status).toBe(0);
  expect((await world.cli('undo', 'fix/login')).status).toBe(0);
});

it('`logs -f` of a session that was continued shows what happens after the first end, every time', async () => {
  const session = await start('continued', script({ do: 'say', text: 'first' }));
  await untilEnded(world, [session.id]);
  for (let round = 1; round <= 4; round += 1) {
    const go = join(world.root, `go-${round}`);
    await world.client.command({
      type: 'continue',
      session: session.id,
      text: script({ do: 'wait', for: go }, { do: 'say', text: `words of round ${round}` }),
    });
    const following = world.cli('logs', '-f', session.id);
    await untilSession(world, session.id, ({ phase }) => phase === 'working');
    writeFileSync(go, '');
    const { stdout, status } = await following;
    expect(status).toBe(0);
    expect(stdout).toContain('first');
    expect(stdout).toContain(`words of round ${round}`);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('✓ completed');
  }
});
