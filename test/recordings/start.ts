import type { LaunchRequest } from '../../src/agents/agent.ts';
import type { AgentPump } from '../support/agent-pump.ts';

/** Starts the world's agent. `args` are added to the command, `env` to the environment. */
export type Start = (
  over?: Partial<LaunchRequest> & { args?: string[]; env?: Record<string, string> },
) => AgentPump;
