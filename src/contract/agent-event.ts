/**
 * What an agent says and what it can be told, in words that no protocol owns. An adapter translates between these and
 * the lines of one protocol; decisions see nothing else.
 */

/** A place in a session's `out.jsonl` where content too large for an event stands whole. */
export interface JournalRef {
  /** Byte offset of the line. */
  offset: number;
  /** Bytes in the line, its newline not counted. */
  length: number;
}

export interface TokenUsage {
  input_tokens: number;
  output_tokens: number;
  /** US dollars, where the agent tells; else 0. */
  cost_usd: number;
  model: string | null;
}

/** How a turn ended, as the agent tells it. */
export type TurnResult =
  | { kind: 'completed'; statement: string | null }
  | { kind: 'interrupted' }
  | { kind: 'failed'; failure: 'agent' | 'limit' | 'auth' | 'budget'; reason: string };

export type AgentEvent =
  /** The agent has answered and takes prompts; told again where its conversation goes on under another id. */
  | { type: 'ready'; agent_session: string; model: string | null; version: string | null; resumed: boolean }
  /**
   * The agent runs but cannot take prompts. `conversation`: the one to go on with is unknown to it; it can begin a new
   * one.
   */
  | {
      type: 'start_failed';
      failure: 'agent' | 'limit' | 'auth' | 'conversation' | 'configuration';
      reason: string;
    }
  /** The agent has begun the turn of a prompt. Without a prompt's id it began by itself. */
  | { type: 'turn_started'; prompt_id: string | null }
  /** Words for the reader. Pieces of one message carry the same `message`. */
  | { type: 'text'; message: string; text: string; parent: string | null }
  | { type: 'thinking'; message: string; text: string; parent: string | null }
  | {
      type: 'tool_called';
      tool_call: string;
      tool: string;
      /** One line for a reader: the command, the path. */
      title: string;
      input: unknown;
      /** The tool call within which a sub-agent made this one. */
      parent: string | null;
    }
  | { type: 'tool_finished'; tool_call: string; passed: boolean; output: string }
  /** The agent asks for permission. `preflight` asks before the agent's own rules; a verdict of ask comes back as a second request. */
  | {
      type: 'permission_asked';
      request: string;
      tool_call: string;
      tool: string;
      title: string;
      input: unknown;
      /** Absolute directory that the call is made in, where that is another than the workspace. */
      cwd?: string;
      preflight: boolean;
      /** Only a person can answer: a question, a plan to approve. */
      question: boolean;
      /** Where a call is asked about in pieces, what the requests for its pieces have in common. Not the agent's to choose. */
      pieces_of?: string;
    }
  /** The agent no longer wants an answer. */
  | { type: 'permission_withdrawn'; request: string }
  /** The turn is over and the agent is idle: nothing goes on in the background. */
  | { type: 'turn_ended'; result: TurnResult }
  /** Tokens and money spent since the last such event. */
  | { type: 'usage'; usage: TokenUsage }
  /** What the provider says about its limits. */
  | {
      type: 'limit';
      status: 'allowed' | 'warning' | 'rejected';
      window: string | null;
      resets_at: string | null;
    }
  /** The agent tries the model again after an error. */
  | {
      type: 'retrying';
      attempt: number;
      of: number | null;
      wait_ms: number;
      error: string;
      /** What the error is about, where that is known. */
      failure: RetriedFailure;
    }
  /** Anything else a reader wants to know. */
  | { type: 'notice'; level: 'info' | 'warning' | 'error'; text: string }
  /** Lines that are none of the protocol's: no JSON, or not even an object. One line where no number is given. */
  | { type: 'unreadable'; why: string; lines?: number };

/** A login that is refused, or a limit of the provider; null for any other error. */
export type RetriedFailure = 'auth' | 'limit' | null;

export type AgentEventType = AgentEvent['type'];

/** What fairlead can tell an agent. */
export type AgentRequest =
  | { type: 'prompt'; prompt_id: string; text: string }
  | { type: 'answer'; request: string; answer: PermissionAnswer }
  | { type: 'interrupt' }
  /** Asks the agent to end by itself; end of input follows. */
  | { type: 'end' };

export type PermissionAnswer =
  | { kind: 'allow'; input: unknown }
  | { kind: 'deny'; message: string; interrupt: boolean }
  /** Only for a preflight: let the agent ask properly. */
  | { kind: 'ask' };

export const preflights = ['none', 'some', 'all'] as const;
export type Preflight = (typeof preflights)[number];

/** What an agent can do; where it cannot, fairlead says so instead of pretending. */
export interface Capabilities {
  /** Asks for permission before it acts. */
  approvals: boolean;
  /** Which of its calls fairlead judges before they are made; the others it only sees running. */
  preflight: Preflight;
  /** Lets an answer change the call's input. */
  rewrites_input: boolean;
  /** Goes on with an earlier conversation in a new process. */
  resume: boolean;
  /** Copies a conversation into a new one. */
  fork: boolean;
  /** Stops a turn and stays usable. */
  interrupt: boolean;
  /** Tells what it cost in money. */
  cost: boolean;
  /**
   * Knows a prompt by its id over a lost process: given again, one that it has begun is gone on with, and one that it has
   * lost is begun.
   */
  resumes_torn_turn: boolean;
}
