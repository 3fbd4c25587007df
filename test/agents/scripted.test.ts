/** The scripted agent does as its prompt says: every step, as a real process behind the adapter. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acpAdapter } from '../../src/agents/acp/adapter.ts';
import type { LaunchRequest } from '../../src/agents/agent.ts';
import type { TurnResult } from '../../src/contract/agent-event.ts';
import { processTable } from '../../src/host/process/process-table.ts';
import { startAgent, type AgentPump } from '../support/agent-pump.ts';
import { becomes } from '../support/becomes.ts';
import { openScriptedWorld, scripted, type ScriptedWorld } from '../support/scripted-world.ts';

type Steps = Parameters<typeof scripted>;

describe('a step', () => {
  it('that uses a tool does what it says, and tells it as Claude Code would', async () => {
    await using world = await openScriptedWorld();
    await using agent = await ready(world);
    writeFileSync(join(world.cwd, 'old.txt'), 'gone soon');
    const result = await turn(
      agent,
      { do: 'think', text: 'let me see' },
      { do: 'write', path: 'sub/a.txt', content: 'one two' },
      { do: 'edit', path: 'sub/a.txt', find: 'two', replace: 'three' },
      { do: 'read', path: 'sub/a.txt' },
      { do: 'delete', path: 'old.txt' },
      { do: 'run', command: 'echo out; echo err >&2; exit 3' },
      { do: 'read', path: 'missing.txt' },
      { do: 'edit', path: 'sub/a.txt', find: 'e', replace: '' },
      { do: 'say', text: 'did it', pace_ms: 0 },
    );
    expect(result).toEqual({ kind: 'completed', statement: 'did it' });
    expect(readFileSync(join(world.cwd, 'sub/a.txt'), 'utf8')).toBe('one three');
    expect(existsSync(join(world.cwd, 'old.txt'))).toBe(false);
    const called = agent.events.flatMap((event) => (event.type === 'tool_called' ? [event] : []));
    expect(called.map(({ tool, title }) => `${tool} ${title}`)).toEqual([
      'Write sub/a.txt',
      'Edit sub/a.txt',
      'Read sub/a.txt',
      "Bash rm -- 'old.txt'",
      'Bash echo out; echo err >&2; exit 3',
      'Read missing.txt',
      'Edit sub/a.txt',
    ]);
    const finished = agent.events.flatMap((event) => (event.type === 'tool_finished' ? [event] : []));
    expect(finished.map(({ passed }) => passed)).toEqual([true, true, true, true, false, false, false]);
    expect(finished[2]?.output).toBe('one three');
    expect(finished[4]?.output).toMatch(/out[^]*err[^]*\[exit status 3\]|err[^]*out[^]*\[exit status 3\]/);
    expect(finished[6]?.output).toBe('the text to replace stands there 3 times, not once');
  });

  it('that is denied is left out, and the next follows', async () => {
    await using world = await openScriptedWorld();
    await using agent = await ready(world);
    tell(agent, { do: 'write', path: 'a', content: '', ask: true }, { do: 'write', path: 'b', content: '' });
    const { request } = await agent.next('permission_asked');
    agent.tell({ type: 'answer', request, answer: { kind: 'deny', message: 'no', interrupt: false } });
    await agent.next('turn_ended');
    expect(['a', 'b'].map((name) => existsSync(join(world.cwd, name)))).toEqual([false, true]);
  });

  it('may ask many times at once', async () => {
    await using world = await openScriptedWorld();
    await using agent = await ready(world);
    tell(agent, { do: 'ask', tool: 'WebFetch', title: 'look', input: { url: 'http://x' }, count: 50 });
    for (let count = 0; count < 50; count += 1) {
      const { request, input } = await agent.next('permission_asked', ({ tool }) => tool === 'WebFetch');
      agent.tell({ type: 'answer', request, answer: { kind: 'allow', input } });
    }
    expect((await agent.next('turn_ended')).result.kind).toBe('completed');
  });

  it('may wait for a file', async () => {
    await using world = await openScriptedWorld();
    await using agent = await ready(world);
    tell(agent, { do: 'say', text: 'waiting' }, { do: 'wait', for: 'go' }, { do: 'say', text: 'gone' });
    await agent.next('text');
    writeFileSync(join(world.cwd, 'go'), '');
    expect(await agent.next('text')).toMatchObject({ text: 'gone' });
  });

  it('may tell what was spent: money as it grows, tokens at the end', async () => {
    await using world = await openScriptedWorld();
    await using agent = await ready(world);
    const spend = { do: 'spend', input_tokens: 10, output_tokens: 2, cost_usd: 0.5 } as const;
    await turn(agent, spend, spend);
    const spent = agent.events.flatMap((event) => (event.type === 'usage' ? [event.usage] : []));
    expect(spent).toMatchObject([
      { cost_usd: 0.5, input_tokens: 0 },
      { cost_usd: 0.5, input_tokens: 0 },
      { cost_usd: 0, input_tokens: 20, output_tokens: 4 },
    ]);
  });

  it.each([
    [
      { do: 'stop', reason: 'refusal' },
      { failure: 'agent', reason: 'scripted refused to continue' },
    ],
    [{ do: 'error', message: 'log in', code: -32_000 }, { failure: 'auth' }],
    [
      { do: 'error', message: 'enough', code: 429 },
      { failure: 'limit', reason: 'scripted: enough' },
    ],
    [
      { do: 'error', message: 'broken' },
      { failure: 'agent', reason: 'scripted: broken' },
    ],
    [{ do: 'dance' }, { failure: 'agent', reason: expect.stringContaining('step 1 (do)') as string }],
  ] as const)('%j ends the turn, and the rest is done when it is told to go on', async (step, result) => {
    await using world = await openScriptedWorld();
    await using agent = await ready(world);
    const rest = { do: 'say', text: 'the rest' } as const;
    expect(await turn(agent, step as Steps[number], rest)).toMatchObject({ kind: 'failed', ...result });
    if (step.do === 'dance') return;
    agent.tell({ type: 'prompt', prompt_id: 'again', text: 'go on' });
    expect((await agent.next('turn_ended')).result).toEqual({ kind: 'completed', statement: 'the rest' });
  });

  it.each([
    [{ do: 'exit', status: 7 }, { code: 7 }],
    [{ do: 'signal', name: 'SIGKILL' }, { signal: 'SIGKILL' }],
  ] as const)('%j ends the process, and a later one does the rest once', async (step, exit) => {
    await using world = await openScriptedWorld();
    await using first = await ready(world);
    const resume = first.events[0]?.type === 'ready' ? first.events[0].agent_session : '';
    const note = (text: string) => ({ do: 'run', command: `echo ${text} >> notes` }) as const;
    tell(first, note('before'), step, note('after'));
    expect(await first.exit).toMatchObject(exit);
    await using second = await ready(world, { resume });
    second.tell({ type: 'prompt', prompt_id: 'again', text: 'go on' });
    await second.next('turn_ended');
    expect(readFileSync(join(world.cwd, 'notes'), 'utf8')).toBe('before\nafter\n');
    expect(second.events.filter(({ type }) => type === 'text')).toEqual([]);
  });

  it('that hangs is ended by an interrupt, with the command that runs, unless that is to be ignored', async () => {
    await using world = await openScriptedWorld();
    await using agent = await ready(world);
    tell(agent, { do: 'run', command: 'echo $$ > pid; touch begun; exec tail -f /dev/null' });
    await world.appears('begun');
    const pid = Number(readFileSync(join(world.cwd, 'pid'), 'utf8'));
    agent.tell({ type: 'interrupt' });
    expect((await agent.next('turn_ended')).result).toEqual({ kind: 'interrupted' });
    await becomes(() => processTable.read(pid) === undefined);

    tell(agent, { do: 'ignore_cancel' }, { do: 'say', text: 'deaf' }, { do: 'wait', for: 'go' });
    await agent.next('text', ({ text }) => text === 'deaf');
    agent.tell({ type: 'interrupt' });
    writeFileSync(join(world.cwd, 'go'), '');
    expect((await agent.next('turn_ended')).result).toMatchObject({ kind: 'completed' });
  });

  it('may leave a command running that outlives it', async () => {
    await using world = await openScriptedWorld();
    const marker = `SCRIPTED_TEST=${crypto.randomUUID()}`;
    const [name = '', value = ''] = marker.split('=');
    await using agent = await ready({ ...world, env: { ...world.env, [name]: value } });
    await turn(agent, { do: 'run', command: 'touch begun; exec tail -f /dev/null', background: true });
    await world.appears('begun');
    agent.closeInput();
    expect(await agent.exit).toMatchObject({ code: 0 });
    expect(processTable.marked(marker)).toHaveLength(1);
  });

  it('may flood, and be interrupted while it does', async () => {
    await using world = await openScriptedWorld();
    await using agent = await ready(world);
    tell(agent, { do: 'flood', pieces: 10_000_000, characters: 100 });
    await agent.next('text');
    agent.tell({ type: 'interrupt' });
    expect((await agent.next('turn_ended')).result).toEqual({ kind: 'interrupted' });
  });
});

it('says what it is, to a prompt without a script', async () => {
  await using world = await openScriptedWorld();
  await using agent = await ready(world);
  agent.tell({ type: 'prompt', prompt_id: 'p', text: 'write me an operating system' });
  const { result } = await agent.next('turn_ended');
  expect(result.kind === 'completed' && result.statement).toMatch(
    /^I am the scripted agent: I have no model/,
  );
});

it('does not know a conversation that is gone', async () => {
  await using world = await openScriptedWorld();
  for (const fork of [false, true]) {
    await using agent = start(world, { resume: crypto.randomUUID(), fork });
    expect(await agent.next('start_failed')).toMatchObject({ failure: 'conversation' });
  }
});

function start(world: Pick<ScriptedWorld, 'launch' | 'env'>, over: Partial<LaunchRequest> = {}): AgentPump {
  return startAgent({ adapter: acpAdapter, launch: { ...world.launch, ...over }, env: world.env });
}

async function ready(...args: Parameters<typeof start>): Promise<AgentPump> {
  const agent = start(...args);
  await agent.next('ready');
  return agent;
}

function tell(agent: AgentPump, ...steps: Steps): void {
  agent.tell({ type: 'prompt', prompt_id: 'p', text: scripted(...steps) });
}

async function turn(agent: AgentPump, ...steps: Steps): Promise<TurnResult> {
  tell(agent, ...steps);
  return (await agent.next('turn_ended')).result;
}
