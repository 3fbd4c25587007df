/** The adapter's state of one Claude Code process between two lines. */
import type { AgentEvent, TurnResult } from '../../contract/agent-event.ts';
import type { LaunchRequest, AdapterStep } from '../agent.ts';

export type ClaudeState = {
  /** Claude Code's id of the conversation. */
  conversation: string;
  /** The requested model; null leaves it to the user's settings. */
  model: string | null;
  /** Version of the program, once known. */
  version: string | null;
  /** Whether the process continues an earlier conversation. */
  resumed: boolean;
  phase: ClaudePhase;
  /** The number in the id of the next request. */
  next_request: number;
  /** fairlead's requests without a response. */
  requested: Record<string, 'initialize' | 'interrupt' | 'end_session'>;
  /** Claude Code's permission requests without an answer. */
  asked: Record<string, ClaudeAsk>;
  /** The workspace. */
  cwd: string;
  /**
   * Directories of calls whose question is still to come, by tool call, if not the workspace: an agent that changed
   * its directory reports that only in the preflight.
   */
  elsewhere: Record<string, string>;
  /** Streaming text, by the call of the sub-agent that writes it; '' is the agent itself. */
  speaking: Record<string, Speaking>;
  /** Prompts that were sent and are not done. */
  prompts: Record<string, 'sent' | 'begun'>;
  /** Which messages this program sends; older ones send neither. */
  tells: { states: boolean; lifecycle: boolean };
  /** Running totals as last reported, by model; only for programs that do not report the cost of a turn. */
  totals: Record<string, ClaudeUsage> | null;
};

export type ClaudePhase =
  /** Not ready yet. */
  | { kind: 'opening' }
  | { kind: 'idle' }
  /**
   * In a turn. `result` is the latest; a turn can have several, see `turn.ts`. `error` names the last failure of the
   * model.
   */
  | { kind: 'turn'; result: TurnResult | null; error: string | null };

export type ClaudeAsk =
  /** `input` is a digest, which detects an answer that changes the input. */
  { kind: 'preflight'; input: string; tool_call: string } | { kind: 'permission' };

export interface Speaking {
  /** The id of the message. */
  message: string;
  /** Characters of the current block that were reported. */
  told: number;
}

export interface ClaudeUsage {
  input_tokens: number;
  output_tokens: number;
  cost_usd: number;
}

export type ClaudeStep = AdapterStep<ClaudeState>;

export function stateOf(request: LaunchRequest): ClaudeState {
  return {
    conversation: request.resume !== null && !request.fork ? request.resume : request.conversation,
    model: request.model,
    version: null,
    resumed: request.resume !== null,
    phase: { kind: 'opening' },
    next_request: 1,
    requested: {},
    asked: {},
    cwd: request.cwd,
    elsewhere: {},
    speaking: {},
    prompts: {},
    tells: { states: false, lifecycle: false },
    totals: null,
  };
}

/** Returns a step with events only, or empty. */
export function stay(state: ClaudeState, ...events: ClaudeStep['events']): ClaudeStep {
  return { state, events, send: [] };
}

/** Returns the record without one of its entries. */
export function without<V>(record: Record<string, V>, key: string): Record<string, V> {
  const { [key]: _removed, ...rest } = record;
  return rest;
}

export function readyEvent({ conversation, model, version, resumed }: ClaudeState): AgentEvent {
  return { type: 'ready', agent_session: conversation, model, version, resumed };
}
