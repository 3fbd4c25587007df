import type { LaunchRequest } from '../../src/agents/agent.ts';

/** A launch of a new conversation, of an agent that is called by its name and given nothing more. */
export function launchRequest(name: string, over: Partial<LaunchRequest> = {}): LaunchRequest {
  return {
    agent: { name, like: name, command: [name], env: {} },
    model: null,
    cwd: '/project',
    conversation: 'unused',
    resume: null,
    fork: false,
    torn_turn: false,
    ...over,
  };
}
