/**
 * Defines what an agent reports and what fairlead can send it, independent of any protocol. An adapter translates
 * between these types and the lines of one protocol; decisions see only these types.
 */

/** A place in a session's `out.jsonl` that holds content too large for an event. */
export interface JournalRef {
  /** Byte offset of the line. */
  offset: number;
  /** Bytes in the line, without its newline. */
  length: number;
}

export interface TokenUsage {
  input_tokens: number;
  output_tokens: number;
  /** US dollars; 0 if the agent does not report it. */
  cost_usd: number;
  model: string | null;
}

/** How a turn ended, as the agent reports it. */
export type TurnResult =
  | { kind: 'completed'; statement: string | null }
  | { kind: 'interrupted' }
  | { kind: 'failed'; failure: 'agent' | 'limit' | 'auth' | 'budget'; reason: string };

export type AgentEvent =
  /** The agent has answered and accepts prompts. Reported again if its conversation continues under another id. */
  | { type: 'ready'; agent_session: string; model: string | null; version: string | null; resumed: boolean }
  /**
   * The agent runs but cannot accept prompts. `conversation`: it does not know the conversation to resume, but can
   * start a new one.
   */
  | {
      type: 'start_failed';
      failure: 'agent' | 'limit' | 'auth' | 'conversation' | 'configuration';
      reason: string;
    }
  /** The agent has begun the turn of a prompt; null if it began the turn without one. */
  | { type: 'turn_started'; prompt_id: string | null }
  /** Text for the reader. Pieces of one message have the same `message`. */
  | { type: 'text'; message: string; text: string; parent: string | null }
  | { type: 'thinking'; message: string; text: string; parent: string | null }
  | {
      type: 'tool_called';
      tool_call: string;
      tool: string;
      /** One line for a reader: the command, the path. */
      title: string;
      input: unknown;
      /** The tool call in which a sub-agent made this one. */
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
      /** Absolute directory of the call, if it is not the workspace. */
      cwd?: string;
      preflight: boolean;
      /** Only a person can answer: a question, a plan to approve. */
      question: boolean;
      /**
       * Common id of the requests for the pieces of one call, if the agent asks for them separately. The agent cannot
       * choose it.
       */
      pieces_of?: string;
    }
  /** The agent no longer wants an answer. */
  | { type: 'permission_withdrawn'; request: string }
  /** The turn is over and the agent is idle, with no background work. */
  | { type: 'turn_ended'; result: TurnResult }
  /** Tokens and money spent since the last such event. */
  | { type: 'usage'; usage: TokenUsage }
  /** What the provider reports about its limits. */
  | {
      type: 'limit';
      status: 'allowed' | 'warning' | 'rejected';
      window: string | null;
      resets_at: string | null;
    }
  /** The agent retries the model after an error. */
  | {
      type: 'retrying';
      attempt: number;
      of: number | null;
      wait_ms: number;
      error: string;
      /** The cause of the error, if known. */
      failure: RetriedFailure;
    }
  /** Anything else of interest to a reader. */
  | { type: 'notice'; level: 'info' | 'warning' | 'error'; text: string }
  /** Lines that are not part of the protocol: not JSON, or not an object. One line if no number is given. */
  | { type: 'unreadable'; why: string; lines?: number };

/** A refused login, or a limit of the provider; null for any other error. */
export type RetriedFailure = 'auth' | 'limit' | null;

export type AgentEventType = AgentEvent['type'];

/** What fairlead can send to an agent. */
export type AgentRequest =
  | { type: 'prompt'; prompt_id: string; text: string }
  | { type: 'answer'; request: string; answer: PermissionAnswer }
  | { type: 'interrupt' }
  /** Asks the agent to exit; end of input follows. */
  | { type: 'end' };

export type PermissionAnswer =
  | { kind: 'allow'; input: unknown }
  | { kind: 'deny'; message: string; interrupt: boolean }
  /** Only for a preflight: lets the agent ask in its own way. */
  | { kind: 'ask' };

export const preflights = ['none', 'some', 'all'] as const;
export type Preflight = (typeof preflights)[number];

/** What an agent supports. Where it does not, fairlead reports that instead of pretending. */
export interface Capabilities {
  /** Asks for permission before it acts. */
  approvals: boolean;
  /** Which calls fairlead judges in advance; it sees the others only while they run. */
  preflight: Preflight;
  /** Lets an answer change the call's input. */
  rewrites_input: boolean;
  /** Continues an earlier conversation in a new process. */
  resume: boolean;
  /** Copies a conversation into a new one. */
  fork: boolean;
  /** Stops a turn and stays usable. */
  interrupt: boolean;
  /** Reports its cost in money. */
  cost: boolean;
  /**
   * Recognises a prompt by its id after a lost process: sent again, a turn that had begun continues, and a lost
   * prompt begins.
   */
  resumes_torn_turn: boolean;
}
