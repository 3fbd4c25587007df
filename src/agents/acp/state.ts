/** The adapter's state of one process between two lines. */
import type { AgentEvent } from '../../contract/agent-event.ts';
import type { AdapterStep } from '../agent.ts';
import type { PartialToolCall } from './partial-tool-call.ts';
import { notificationLine, requestLine, type RequestId } from './wire.ts';

export type AcpState = {
  /** The agent's name in the configuration. */
  agent: string;
  /** Key of its entry in `quirks.ts`. */
  quirks: string;
  /** Absolute path of the workspace. */
  cwd: string;
  /** The id of the next request. */
  next_request: number;
  spent: AcpUsage;
  /** Prompts that came early: before the agent was ready, or during a turn. */
  waiting: Prompt[];
  phase: AcpPhase;
};

export type Prompt = { prompt_id: string; text: string };

export type AcpPhase =
  | { kind: 'initializing'; request: number; wanted: Wanted }
  | { kind: 'opening'; request: number; how: Opening; wanted: Wanted; version: string | null }
  /** Settings are sent one by one; `request` is that of the first. */
  | { kind: 'setting'; request: number; settings: Setting[]; session: string; ready: ReadyEvent }
  | { kind: 'idle'; session: string }
  | { kind: 'turn'; session: string; turn: Turn }
  /** The start failed, or the end was announced to the agent. */
  | { kind: 'failed' };

export type ReadyEvent = Extract<AgentEvent, { type: 'ready' }>;

export interface Wanted {
  model: string | null;
  /** The conversation to resume. */
  resume: string | null;
  /** Whether to resume a copy of it. */
  fork: boolean;
}

/** The request that opens the conversation: `session/new` and so on. */
export type Opening = 'new' | 'load' | 'resume' | 'fork';

export type Setting = { method: string; params: { [key: string]: string }; what: string };

export interface Turn {
  /** The id of fairlead's prompt. */
  prompt_id: string;
  /** The pending `session/prompt`. */
  request: number;
  /** `sent` until the first sign of it from the agent. */
  stage: 'sent' | 'running' | 'cancelling';
  /** The message that text pieces belong to. */
  message: { kind: 'text' | 'thinking'; id: string; announced: string | null } | null;
  messages: number;
  /** Whether the agent's model has sent text since its last call and its last error. */
  answered: boolean;
  /** The beginning of the agent's last message. */
  said: string;
  calls: Record<string, Call>;
  asked: Record<string, AcpAsk>;
  /** Answers about calls, for a second question by the agent's other way of asking. */
  settled: Settled[];
  /** Number of the agent's requests for permission: it distinguishes them, because an agent may reuse an id. */
  requests: number;
  /** Denials and reasons that the agent's model has not received yet. */
  denials: string[];
  retries: number;
  /** Failed requests reported outside the protocol since the model's last answer. */
  complaints: number;
  /** Whether the agent reported that the turn failed. */
  failing: boolean;
}

/** `held` waits for its input, `finished` for the end of the turn. */
export interface Call {
  stage: 'held' | 'open' | 'finished';
  sketch: PartialToolCall;
  /** The end of its output so far. */
  output: string;
}

/** A question to decide: an asker's, or its part for one of several files. */
export interface AcpAsk {
  asker: Asker;
  tool_call: string;
  /** The subject: the tool, and the command, file or arguments. */
  key: string;
  title: string;
}

/** The asker that waits for an answer. */
export type Asker =
  /** A request of the agent, with option ids by meaning; null if it does not offer one. */
  | { kind: 'agent'; id: RequestId; allow: string | null; deny: string | null }
  /** A hook of the agent, by the name of its call. */
  | { kind: 'hook'; name: string };

/** The answer to all questions of one asker about one call. */
export interface Settled {
  tool_call: string;
  asker: Asker['kind'];
  keys: readonly string[];
  /** Null if the call is allowed; else the reason. */
  denied: string | null;
}

/** Running totals as last reported. Money is null until the first total, which may include earlier cost. */
export interface AcpUsage {
  cost_usd: number | null;
  input_tokens: number;
  output_tokens: number;
}

export type AcpStep = AdapterStep<AcpState>;

/** Returns a step with events only, or empty. */
export function stay(state: AcpState, ...events: AgentEvent[]): AcpStep {
  return { state, events, send: [] };
}

/** Returns a step in the current turn. */
export function inTurn(state: AcpState, turn: Turn, ...events: AgentEvent[]): AcpStep {
  if (state.phase.kind !== 'turn') throw new Error('no turn is under way');
  return stay({ ...state, phase: { ...state.phase, turn } }, ...events);
}

/** Reserves the id of a request. */
export function ask(state: AcpState, method: string, params: object) {
  const id = state.next_request;
  return { id, line: requestLine(id, method, params), state: { ...state, next_request: id + 1 } };
}

export function cancelLine(session: string): string {
  return notificationLine('session/cancel', { sessionId: session });
}
