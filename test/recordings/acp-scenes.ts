/** What is recorded of agents that speak ACP: each scene is one short story, the same for all, played against a scripted model. */
import { join } from 'node:path';
import { acpAdapter } from '../../src/agents/acp/adapter.ts';
import { promptId } from '../conformance/adapter-conformance.ts';
import type { AcpProgram } from '../support/acp-programs.ts';
import type { AcpWorld } from '../support/acp-world.ts';
import type { AgentPump } from '../support/agent-pump.ts';
import type { Start } from './play.ts';
import { allow, answer, deny, prompt, turn } from './telling.ts';

export interface AcpStage extends AcpWorld {
  start: Start;
}

export type AcpScene = (stage: AcpStage) => Promise<void>;

/** @returns the scenes that an agent can play. */
export function acpScenes(program: AcpProgram): [name: string, scene: AcpScene][] {
  const { fork } = acpAdapter.capabilities(program.name);
  return [
    ...Object.entries(scenes),
    ...Object.entries(program.asks ? asking : unasked),
    ...(program.resumes_at_once ? [] : Object.entries(too_soon)),
    ...(fork ? Object.entries(copied) : []),
    ...(program.gives_up ? Object.entries(given_up) : []),
    ...(program.gives_up || !program.tells_retries ? [] : Object.entries(retrying)),
  ];
}

const scenes: Record<string, AcpScene> = {
  'plain-text': async ({ start }) => {
    await using agent = start();
    await agent.next('ready');
    await turn(agent, 1, [{ text: 'hello', usage: { in: 10, out: 5 } }]);
    await turn(agent, 2, [{ text: 'hello again', usage: { in: 30, out: 7 } }]);
    await end(agent);
  },

  'interrupted-while-speaking': async ({ start, model }) => {
    await using agent = start();
    await agent.next('ready');
    prompt(agent, 1, [{ text: 'on and on and on', halfway: 'speaking' }]);
    await model.reached('speaking');
    agent.tell({ type: 'interrupt' });
    await agent.next('turn_ended');
    await turn(agent, 2, [{ text: 'still here' }]);
    await end(agent);
  },

  'taken-up-again': async (stage) => {
    const resume = await beginAndKill(stage);
    await stage.resumable();
    await using agent = stage.start({ resume });
    await agent.next('ready');
    await turn(agent, 2, [{ text: 'after' }]);
    await end(agent);
  },

  'unknown-conversation': async ({ start }) => {
    await using agent = start({ resume: promptId(99) });
    await agent.next('start_failed');
    await end(agent);
  },

  retried: async ({ start }) => {
    await using agent = start();
    await agent.next('ready');
    await turn(agent, 1, [{ status: 500, times: 1, text: 'at last' }]);
    await end(agent);
  },
};

const asking: Record<string, AcpScene> = {
  allowed: async ({ start, program, cwd }) => {
    await using agent = start();
    await agent.next('ready');
    prompt(agent, 1, [
      { text: 'I begin', ...program.write(join(cwd, 'one.txt'), 'one') },
      program.run('touch two.txt'),
      { text: 'both are there' },
    ]);
    answer(agent, await agent.next('permission_asked'), allow);
    answer(agent, await agent.next('permission_asked'), allow);
    await agent.next('turn_ended');
    await end(agent);
  },

  denied: async ({ start, program, cwd }) => {
    await using agent = start();
    await agent.next('ready');
    prompt(agent, 1, [program.write(join(cwd, 'one.txt'), 'one'), { text: 'then not' }]);
    answer(agent, await agent.next('permission_asked'), deny('the operator says no'));
    await agent.next('turn_ended');
    await turn(agent, 2, [{ text: 'still here' }]);
    await end(agent);
  },

  'denied-and-stopped': async ({ start, program }) => {
    await using agent = start();
    await agent.next('ready');
    prompt(agent, 1, [program.run('touch one.txt'), { text: 'never said' }]);
    answer(agent, await agent.next('permission_asked'), deny('stop here', true));
    await agent.next('turn_ended');
    await turn(agent, 2, [{ text: 'still here' }]);
    await end(agent);
  },

  'interrupted-while-asking': async ({ start, program, cwd }) => {
    await using agent = start();
    await agent.next('ready');
    prompt(agent, 1, [program.write(join(cwd, 'one.txt'), 'one')]);
    const late = await agent.next('permission_asked');
    agent.tell({ type: 'interrupt' });
    await agent.next('turn_ended');
    answer(agent, late, allow);
    await turn(agent, 2, [{ text: 'still here' }]);
    await end(agent);
  },
};

const unasked: Record<string, AcpScene> = {
  unasked: async ({ start, program, cwd, home }) => {
    await using agent = start();
    await agent.next('ready');
    await turn(agent, 1, [
      { text: 'I begin', ...program.write(join(cwd, 'one.txt'), 'one') },
      program.write(join(home, 'two.txt'), 'two'),
      program.write('../home/three.txt', 'three'),
      program.run('cat one.txt && cat none.txt'),
      { text: 'done' },
    ]);
    await end(agent);
  },
};

/** Of those that retry for minutes: its first word of that, wherever it says it. */
const retrying: Record<string, AcpScene> = {
  'limit-goes-on': async ({ start }) => {
    await using agent = start();
    await agent.next('ready');
    prompt(agent, 1, [{ status: 429, message: 'You have reached your usage limit' }]);
    await agent.next('retrying', ({ attempt }) => attempt === 2);
    agent.tell({ type: 'interrupt' });
    await agent.next('turn_ended');
    await end(agent);
  },
};

const too_soon: Record<string, AcpScene> = {
  'taken-up-too-soon': async (stage) => {
    const resume = await beginAndKill(stage);
    await using agent = stage.start({ resume });
    await agent.next('start_failed');
    await end(agent);
  },
};

const copied: Record<string, AcpScene> = {
  copied: async ({ start, saved }) => {
    await using first = start();
    const { agent_session } = await first.next('ready');
    await turn(first, 1, [{ text: 'before' }]);
    await saved('before');
    await end(first);
    await using second = start({ resume: agent_session, fork: true });
    await second.next('ready');
    await turn(second, 2, [{ text: 'in the copy' }]);
    await end(second);
  },
};

const given_up: Record<string, AcpScene> = {
  'limit-reached': async ({ start }) => {
    await using agent = start();
    await agent.next('ready');
    await turn(agent, 1, [{ status: 429, message: 'You have reached your usage limit' }]);
    await end(agent);
  },

  'refused-401': async ({ start }) => {
    await using agent = start();
    await agent.next('ready');
    await turn(agent, 1, [{ status: 401, message: 'Invalid API key' }]);
    await end(agent);
  },
};

/** @returns the agent's id of a conversation that has one turn; its process is gone. */
async function beginAndKill({ start, saved }: AcpStage): Promise<string> {
  await using agent = start();
  const { agent_session } = await agent.next('ready');
  await turn(agent, 1, [{ text: 'before' }]);
  await saved('before');
  await agent.kill();
  return agent_session;
}

async function end(agent: AgentPump): Promise<void> {
  agent.tell({ type: 'end' });
  agent.closeInput();
  await agent.exit;
}
