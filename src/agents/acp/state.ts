/** What the adapter remembers of one process between two lines. */
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
  /** The id of our next request. */
  next_request: number;
  spent: AcpUsage;
  /** Prompts that came before their time: before the agent was ready, or during a turn. */
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
  /** The start failed, or the agent is told that it was the last. */
  | { kind: 'failed' };

export type ReadyEvent = Extract<AgentEvent, { type: 'ready' }>;

export interface Wanted {
  model: string | null;
  /** The conversation to go on with. */
  resume: string | null;
  /** To go on with a copy of it. */
  fork: boolean;
}

/** The request that opens the conversation: `session/new` and so on. */
export type Opening = 'new' | 'load' | 'resume' | 'fork';

export type Setting = { method: string; params: { [key: string]: string }; what: string };

export interface Turn {
  /** Our prompt's id. */
  prompt_id: string;
  /** The `session/prompt` under way. */
  request: number;
  /** `sent` until the agent gives the first sign of it. */
  stage: 'sent' | 'running' | 'cancelling';
  /** The message that pieces of text belong to. */
  message: { kind: 'text' | 'thinking'; id: string; announced: string | null } | null;
  messages: number;
  /** The agent's model has said something since its last call and its last error. */
  answered: boolean;
  /** The beginning of the agent's last words. */
  said: string;
  calls: Record<string, Call>;
  asked: Record<string, AcpAsk>;
  /** Calls that have been answered for, in case that the agent's other way of asking comes to the same call. */
  settled: Settled[];
  /** The agent's requests for leave so far: they are told apart by their number, for an agent may use an id again. */
  requests: number;
  /** What was denied, and why, as far as the agent's model has not been told. */
  denials: string[];
  retries: number;
  /** Failed requests of which the agent told beside the protocol, since its model last answered. */
  complaints: number;
  /** The agent let on that the turn failed. */
  failing: boolean;
}

/** `held` waits for its input to be told, `finished` for the end of the turn. */
export interface Call {
  stage: 'held' | 'open' | 'finished';
  sketch: PartialToolCall;
  /** The end of what it put out so far. */
  output: string;
}

/** A question of ours to decide, which is one of an asker's or its part for one of several files. */
export interface AcpAsk {
  asker: Asker;
  tool_call: string;
  /** What is asked about: the tool, and the command, file or arguments. */
  key: string;
  title: string;
}

/** Who waits for an answer. */
export type Asker =
  /** A request of the agent; option ids by what they mean, null where it offers none. */
  | { kind: 'agent'; id: RequestId; allow: string | null; deny: string | null }
  /** A hook of the agent, by the name of its call. */
  | { kind: 'hook'; name: string };

/** The answer to all questions of one asker about one call. */
export interface Settled {
  tool_call: string;
  asker: Asker['kind'];
  keys: readonly string[];
  /** Null where the call is allowed; else why it is not. */
  denied: string | null;
}

/** Running totals as last told. Money is null where the first total is yet to show what there was before. */
export interface AcpUsage {
  cost_usd: number | null;
  input_tokens: number;
  output_tokens: number;
}

export type AcpStep = AdapterStep<AcpState>;

/** A step that only brings events, or nothing at all. */
export function stay(state: AcpState, ...events: AgentEvent[]): AcpStep {
  return { state, events, send: [] };
}

/** A step in the turn under way. */
export function inTurn(state: AcpState, turn: Turn, ...events: AgentEvent[]): AcpStep {
  if (state.phase.kind !== 'turn') throw new Error('no turn is under way');
  return stay({ ...state, phase: { ...state.phase, turn } }, ...events);
}

/** Takes the id of a request of ours. */
export function ask(state: AcpState, method: string, params: object) {
  const id = state.next_request;
  return { id, line: requestLine(id, method, params), state: { ...state, next_request: id + 1 } };
}

export function cancelLine(session: string): string {
  return notificationLine('session/cancel', { sessionId: session });
}
