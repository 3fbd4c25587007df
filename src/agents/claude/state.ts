/** What the adapter remembers of one Claude Code process between two lines. */
import type { AgentEvent, TurnResult } from '../../contract/agent-event.ts';
import type { LaunchRequest, AdapterStep } from '../agent.ts';

export type ClaudeState = {
  /** Claude Code's id of the conversation. */
  conversation: string;
  /** The model asked for; null leaves it to the user's settings. */
  model: string | null;
  /** Of the program, once it has told. */
  version: string | null;
  /** Whether the process goes on with an earlier conversation. */
  resumed: boolean;
  phase: ClaudePhase;
  /** The number in the id of our next request. */
  next_request: number;
  /** Our requests that are not answered yet. */
  requested: Record<string, 'initialize' | 'interrupt' | 'end_session'>;
  /** Claude Code's requests for leave that are not answered yet. */
  asked: Record<string, ClaudeAsk>;
  /** The workspace. */
  cwd: string;
  /**
   * Where calls would be made whose question is still to come, by tool call, where that is not the workspace: an agent that
   * has changed its directory says so only in the preflight.
   */
  elsewhere: Record<string, string>;
  /** What is being said, piece by piece, by the call of the sub-agent that says it; '' is the agent itself. */
  speaking: Record<string, Speaking>;
  /** Prompts that were sent and are not done. */
  prompts: Record<string, 'sent' | 'begun'>;
  /** What this program has been seen to tell; older ones tell neither. */
  tells: { states: boolean; lifecycle: boolean };
  /** Running totals as last told, by model; only from programs that do not tell what a turn cost. */
  totals: Record<string, ClaudeUsage> | null;
};

export type ClaudePhase =
  /** Not answered yet. */
  | { kind: 'opening' }
  | { kind: 'idle' }
  /** In a turn. `result` is the last one told; a turn can have several, see `turn.ts`. `error` names the last failure of the model. */
  | { kind: 'turn'; result: TurnResult | null; error: string | null };

export type ClaudeAsk =
  /** `input` is a digest, by which an answer that changes the input is known. */
  { kind: 'preflight'; input: string; tool_call: string } | { kind: 'permission' };

export interface Speaking {
  /** The id of the message. */
  message: string;
  /** Characters of the block under way that have been told. */
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

/** A step that only brings events, or nothing at all. */
export function stay(state: ClaudeState, ...events: ClaudeStep['events']): ClaudeStep {
  return { state, events, send: [] };
}

/** The record without one of its entries. */
export function without<V>(record: Record<string, V>, key: string): Record<string, V> {
  const { [key]: _removed, ...rest } = record;
  return rest;
}

export function readyEvent({ conversation, model, version, resumed }: ClaudeState): AgentEvent {
  return { type: 'ready', agent_session: conversation, model, version, resumed };
}
