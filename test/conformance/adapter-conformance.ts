/**
 * What every adapter owes the rest of fairlead, tried on a real program through the adapter's port alone. An agent that
 * cannot do something says so in its capabilities; then it is not asked of it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Adapter, LaunchRequest } from '../../src/agents/agent.ts';
import type { PermissionAnswer } from '../../src/contract/agent-event.ts';
import { startAgent, type AgentPump, type EventOf } from '../support/agent-pump.ts';

/** An agent program, and how to make it do things. */
export interface Subject {
  /** As in the configuration. */
  name: string;
  adapter: Adapter;
  /** A fresh world for one test: an empty working directory, a home, a model. */
  open(): Promise<SubjectWorld>;
}

export interface SubjectWorld extends AsyncDisposable {
  launch: LaunchRequest;
  /** The whole environment, but for what the adapter adds. */
  env: Record<string, string>;
  /** Texts of prompts that make the agent do what their names say, in one turn. */
  prompts: {
    say(text: string): string;
    /** Writes a file through a tool that needs leave. */
    write(path: string, content: string): string;
    /** Begins an answer and does not end it until it is interrupted. */
    sayForEver(): string;
  };
  /** Resolves when the agent is in the middle of `sayForEver`. */
  sayingForEver(): Promise<void>;
  /** Resolves when the agent has put this part of its conversation where a later process finds it. */
  saved(text: string): Promise<void>;
  /** The input of a call that writes a file, with the content replaced. */
  rewrite(input: unknown, content: string): unknown;
}

export function describeAdapter(subject: Subject): void {
  const { name, adapter } = subject;
  describe(`an agent behind the adapter: ${name}`, () => {
    const can = adapter.capabilities(name);

    it('is ready before anything else, then takes a prompt through a turn', async () => {
      await using world = await subject.open();
      await using agent = start(world);
      const ready = await agent.next('ready');
      expect(agent.events[0]).toBe(ready);
      expect(ready.resumed).toBe(false);
      expect(ready.agent_session).not.toBe('');

      agent.tell({ type: 'prompt', prompt_id: promptId(1), text: world.prompts.say('hello there') });
      expect((await agent.next('turn_started')).prompt_id).toBe(promptId(1));
      expect((await ended(agent)).kind).toBe('completed');
      expect(saidBy(agent)).toContain('hello there');
    });

    it('takes one prompt after another, each with a turn of its own', async () => {
      await using world = await subject.open();
      await using agent = start(world);
      await agent.next('ready');
      for (const number of [1, 2, 3]) {
        agent.tell({ type: 'prompt', prompt_id: promptId(number), text: world.prompts.say(`say ${number}`) });
        expect((await agent.next('turn_started')).prompt_id).toBe(promptId(number));
        await ended(agent);
      }
      expect(agent.events.filter((event) => event.type === 'turn_ended')).toHaveLength(3);
    });

    it.runIf(can.approvals)('asks before it acts, and acts when allowed', async () => {
      await using world = await subject.open();
      await using agent = start(world);
      const asked = await askToWrite(agent, world);
      expect(existsSync(fileIn(world))).toBe(false);
      answer(agent, asked, { kind: 'allow', input: asked.input });
      expect((await ended(agent)).kind).toBe('completed');
      // Some tools end every file with a newline.
      expect(readFileSync(fileIn(world), 'utf8').trimEnd()).toBe('as asked');
    });

    it.runIf(can.approvals)('does not act when denied, and stays usable', async () => {
      await using world = await subject.open();
      await using agent = start(world);
      const asked = await askToWrite(agent, world);
      answer(agent, asked, { kind: 'deny', message: 'no such file, please', interrupt: false });
      await ended(agent);
      expect(existsSync(fileIn(world))).toBe(false);
      await expectUsable(agent, world);
    });

    it.runIf(can.approvals)('asks properly where a preflight is answered by asking', async () => {
      await using world = await subject.open();
      await using agent = start(world);
      const first = await askToWrite(agent, world);
      if (!first.preflight) return;
      answer(agent, first, { kind: 'ask' });
      const second = await agent.next('permission_asked');
      expect(second).toMatchObject({ tool_call: first.tool_call, tool: first.tool, preflight: false });
      answer(agent, second, { kind: 'allow', input: second.input });
      await ended(agent);
      expect(readFileSync(fileIn(world), 'utf8')).toBe('as asked');
    });

    it.runIf(can.rewrites_input)('acts on the input that an answer put in place', async () => {
      await using world = await subject.open();
      await using agent = start(world);
      const asked = await askToWrite(agent, world);
      answer(agent, asked, { kind: 'allow', input: world.rewrite(asked.input, 'as allowed') });
      await ended(agent);
      expect(readFileSync(fileIn(world), 'utf8')).toBe('as allowed');
    });

    it('finishes every tool call that it made', async () => {
      await using world = await subject.open();
      await using agent = start(world);
      await (can.approvals ? writeAsAsked(agent, world) : write(agent, world));
      await ended(agent);
      const called = agent.events.flatMap((event) => (event.type === 'tool_called' ? [event.tool_call] : []));
      const finished = agent.events.flatMap((event) =>
        event.type === 'tool_finished' ? [event.tool_call] : [],
      );
      expect(called).not.toHaveLength(0);
      expect(finished).toEqual(called);
    });

    it.runIf(can.interrupt)(
      'stops a turn that is interrupted while it speaks, and stays usable',
      async () => {
        await using world = await subject.open();
        await using agent = start(world);
        await agent.next('ready');
        agent.tell({ type: 'prompt', prompt_id: promptId(1), text: world.prompts.sayForEver() });
        await world.sayingForEver();
        agent.tell({ type: 'interrupt' });
        expect(await ended(agent)).toEqual({ kind: 'interrupted' });
        await expectUsable(agent, world);
      },
    );

    it.runIf(can.interrupt && can.approvals)('withdraws what it asked for when interrupted', async () => {
      await using world = await subject.open();
      await using agent = start(world);
      const asked = await askToWrite(agent, world);
      agent.tell({ type: 'interrupt' });
      await agent.next('permission_withdrawn', ({ request }) => request === asked.request);
      expect(await ended(agent)).toEqual({ kind: 'interrupted' });
      expect(existsSync(fileIn(world))).toBe(false);
      await expectUsable(agent, world);
    });

    it('ends when it is told to', async () => {
      await using world = await subject.open();
      await using agent = start(world);
      await agent.next('ready');
      agent.tell({ type: 'prompt', prompt_id: promptId(1), text: world.prompts.say('hello') });
      await ended(agent);
      agent.tell({ type: 'end' });
      agent.closeInput();
      expect(await agent.exit).toMatchObject({ code: 0 });
    });

    it.runIf(can.resume)('goes on with its conversation after it was killed', async () => {
      await using world = await subject.open();
      await using first = start(world);
      const { agent_session } = await first.next('ready');
      first.tell({ type: 'prompt', prompt_id: promptId(1), text: world.prompts.say('before') });
      await ended(first);
      await world.saved('before');
      await first.kill();

      await using agent = start(world, { resume: agent_session });
      expect(await agent.next('ready')).toMatchObject({ agent_session, resumed: true });
      await expectUsable(agent, world);
    });

    it.runIf(can.fork)('goes on with a copy of a conversation', async () => {
      await using world = await subject.open();
      await using first = start(world);
      const { agent_session } = await first.next('ready');
      first.tell({ type: 'prompt', prompt_id: promptId(1), text: world.prompts.say('before') });
      await ended(first);
      await world.saved('before');

      const conversation = crypto.randomUUID();
      await using agent = start(world, { resume: agent_session, fork: true, conversation });
      expect((await agent.next('ready')).agent_session).not.toBe(agent_session);
      await expectUsable(agent, world);
    });

    it.runIf(can.cost)('tells what it spent, and tells it once', async () => {
      await using world = await subject.open();
      await using agent = start(world);
      await agent.next('ready');
      const costs: number[] = [];
      for (const number of [1, 2, 3, 4]) {
        agent.tell({ type: 'prompt', prompt_id: promptId(number), text: world.prompts.say('the same') });
        await ended(agent);
        costs.push(spentBy(agent));
      }
      const turns = costs.map((cost, index) => cost - (costs[index - 1] ?? 0));
      const cheapest = Math.min(...turns);
      expect(cheapest).toBeGreaterThan(0);
      // Some agents ask a model for a title beside a turn. A running total told as it stands would be 1 + 2 + 3 + 4 turns.
      expect(costs.at(-1)).toBeLessThanOrEqual(2 * turns.length * cheapest + 1e-9);
    });

    function start(world: SubjectWorld, over: Partial<LaunchRequest> = {}): AgentPump {
      return startAgent({ adapter, launch: { ...world.launch, ...over }, env: world.env });
    }
  });
}

/** Prompt ids are UUIDs, as fairlead makes them. */
export function promptId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

async function ended(agent: AgentPump): Promise<EventOf<'turn_ended'>['result']> {
  return (await agent.next('turn_ended')).result;
}

function answer(agent: AgentPump, { request }: EventOf<'permission_asked'>, given: PermissionAnswer): void {
  agent.tell({ type: 'answer', request, answer: given });
}

async function write(agent: AgentPump, world: SubjectWorld): Promise<void> {
  await agent.next('ready');
  const text = world.prompts.write(fileIn(world), 'as asked');
  agent.tell({ type: 'prompt', prompt_id: promptId(1), text });
}

async function askToWrite(agent: AgentPump, world: SubjectWorld): Promise<EventOf<'permission_asked'>> {
  await write(agent, world);
  return agent.next('permission_asked');
}

async function writeAsAsked(agent: AgentPump, world: SubjectWorld): Promise<void> {
  const asked = await askToWrite(agent, world);
  answer(agent, asked, { kind: 'allow', input: asked.input });
}

async function expectUsable(agent: AgentPump, world: SubjectWorld): Promise<void> {
  agent.tell({ type: 'prompt', prompt_id: promptId(9), text: world.prompts.say('still here') });
  expect((await agent.next('turn_started')).prompt_id).toBe(promptId(9));
  expect((await ended(agent)).kind).toBe('completed');
  expect(saidBy(agent)).toContain('still here');
}

function fileIn(world: SubjectWorld): string {
  return join(world.launch.cwd, 'written.txt');
}

function saidBy(agent: AgentPump): string {
  return agent.events.flatMap((event) => (event.type === 'text' ? [event.text] : [])).join('');
}

function spentBy(agent: AgentPump): number {
  const costs = agent.events.map((event) => (event.type === 'usage' ? event.usage.cost_usd : 0));
  return costs.reduce((sum, cost) => sum + cost, 0);
}
