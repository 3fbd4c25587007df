/** Agents that break the rules of ACP, as real processes: what they do is told in neutral words, and nothing breaks. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acpAdapter } from '../../src/agents/acp/adapter.ts';
import type { TurnResult } from '../../src/contract/agent-event.ts';
import { startAgent, type AgentPump } from '../support/agent-pump.ts';
import { launchRequest } from '../support/launch-request.ts';

let cwd: string;
beforeAll(async () => void (cwd = await mkdtemp(join(tmpdir(), 'fairlead-rude-'))));
afterAll(() => rm(cwd, { recursive: true, force: true }));

describe('the start of an agent that', () => {
  it('answers with garbage is not taken for one', async () => {
    await using agent = start('garbage');
    for (const _ of [1, 2, 3]) await agent.next('unreadable');
    agent.closeInput();
    await agent.exit;
    expect(agent.events.map(({ type }) => type)).toEqual(['unreadable', 'unreadable', 'unreadable']);
  });

  it('greets before it answers is ready all the same', async () => {
    await using agent = start('garbage, then well');
    await agent.next('ready');
    expect(await turn(agent)).toEqual({ kind: 'completed', statement: 'hello' });
  });

  it('never answers tells nothing, and ends with its input', async () => {
    await using agent = start('silent');
    agent.tell({ type: 'prompt', prompt_id: 'p', text: 'hello' });
    agent.tell({ type: 'interrupt' });
    agent.closeInput();
    expect(await agent.exit).toMatchObject({ code: 0 });
    expect(agent.events).toEqual([]);
  });

  it.each([
    ['speaks an older protocol', 'old protocol', 'agent', 'speaks version 0 of ACP, fairlead version 1'],
    ['is not logged in', 'not logged in', 'auth', 'is not logged in (Authentication required)'],
  ])('%s has failed', async (_what, manner, failure, words) => {
    await using agent = start(manner);
    const failed = await agent.next('start_failed');
    expect(failed).toMatchObject({ failure, reason: expect.stringContaining(words) as string });
  });

  it('can load no conversation begins a new one, and says so', async () => {
    await using agent = start('ends as told', 'an old one');
    expect(await agent.next('ready')).toMatchObject({ agent_session: 's', resumed: false });
  });

  it('answers out of order and twice is heard once, in order', async () => {
    for (const manner of ['answers out of order', 'answers twice']) {
      await using agent = start(manner);
      expect(await agent.next('ready')).toMatchObject({ agent_session: 's' });
      expect(await turn(agent)).toEqual({ kind: 'completed', statement: 'hello' });
      agent.closeInput();
      await agent.exit;
      const types = agent.events.map(({ type }) => type);
      expect(types).toEqual(['ready', 'turn_started', 'text', 'turn_ended']);
    }
  });
});

describe('a turn of an agent that', () => {
  it('asks for files and terminals goes on: each request is refused', async () => {
    await using agent = start('wants files and terminals');
    await agent.next('ready');
    const refused = ['a', 'b', 'c', 'd'].map((id) => `${id}:-32601 `).join('');
    expect(await turn(agent)).toEqual({ kind: 'completed', statement: refused.trim() });
  });

  it('floods is heard to its end, in a state that stays small', async () => {
    await using agent = start('floods');
    await agent.next('ready');
    expect(await turn(agent)).toMatchObject({ kind: 'completed' });
    expect(agent.events.filter(({ type }) => type === 'text')).toHaveLength(20_000);
  });

  it('writes huge lines is heard whole, and the statement is cut', async () => {
    await using agent = start('writes huge lines');
    await agent.next('ready');
    const result = await turn(agent);
    expect(agent.events.find(({ type }) => type === 'text')).toMatchObject({ text: 'y'.repeat(8_000_000) });
    expect(result.kind === 'completed' && result.statement?.length).toBe(2_000);
  });

  it('writes what is no UTF-8 is heard with marks in its place', async () => {
    await using agent = start('writes no UTF-8');
    await agent.next('ready');
    await turn(agent);
    const said = agent.events.flatMap((event) => (event.type === 'text' ? [event.text] : []));
    expect(said).toEqual(['a\uFFFD\uFFFDb', '\u2028 line separators \u2029 and \r returns']);
    expect(agent.events.filter(({ type }) => type === 'unreadable')).toHaveLength(1);
  });

  it('dies in the middle has told what it told', async () => {
    await using agent = start('dies in the middle');
    await agent.next('ready');
    agent.tell({ type: 'prompt', prompt_id: 'p', text: 'hello' });
    expect(await agent.exit).toMatchObject({ signal: 'SIGKILL' });
    expect(agent.events.map(({ type }) => type)).toEqual(['ready', 'turn_started', 'text']);
  });

  it('can be allowed for ever only is refused, and its reader is told', async () => {
    await using agent = start('allows for ever only');
    await agent.next('ready');
    agent.tell({ type: 'prompt', prompt_id: 'p', text: 'hello' });
    const { request, input } = await agent.next('permission_asked');
    agent.tell({ type: 'answer', request, answer: { kind: 'allow', input } });
    await agent.next('notice', ({ level }) => level === 'warning');
    const { result } = await agent.next('turn_ended');
    expect(result).toMatchObject({ statement: '{"outcome":{"outcome":"cancelled"}}' });
  });

  it('ignores a cancel ends as it says', async () => {
    await using agent = start('ignores a cancel');
    await agent.next('ready');
    agent.tell({ type: 'prompt', prompt_id: 'p', text: 'hello' });
    await agent.next('text');
    agent.tell({ type: 'interrupt' });
    expect((await agent.next('turn_ended')).result).toMatchObject({ kind: 'completed' });
  });

  it('has ended and acts on is not given leave', async () => {
    await using agent = start('acts without a word');
    await agent.next('ready');
    expect(await turn(agent)).toEqual({ kind: 'completed', statement: null });
    agent.closeInput();
    await agent.exit;
    expect(agent.events.map(({ type }) => type)).toEqual(['ready', 'turn_started', 'turn_ended']);
  });

  it.each([
    ['refusal', 'refused to continue'],
    ['max_tokens', 'reached the limit of tokens for one answer'],
    ['max_turn_requests', 'reached its limit of model requests for one turn'],
    ['cancelled', 'cancelled its turn'],
  ])('ends with %s has failed', async (stopReason, words) => {
    await using agent = start('ends as told');
    await agent.next('ready');
    const result = await turn(agent, stopReason);
    expect(result).toMatchObject({ kind: 'failed', failure: 'agent' });
    expect(result).toHaveProperty('reason', expect.stringContaining(words));
  });
});

function start(manner: string, resume: string | null = null): AgentPump {
  const command = [process.execPath, join(import.meta.dirname, 'rude.ts'), manner];
  return startAgent({
    adapter: acpAdapter,
    launch: launchRequest('rude', {
      agent: { name: 'rude', like: 'rude', command, env: {} },
      cwd,
      resume,
    }),
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
  });
}

async function turn(agent: AgentPump, text = 'hello'): Promise<TurnResult> {
  agent.tell({ type: 'prompt', prompt_id: 'p', text });
  return (await agent.next('turn_ended')).result;
}
