import type { Review } from './review.ts';

/** An `ask` that waits for an answer from a person or a reviewer. */
export type ApprovalStatus = 'pending' | 'allowed' | 'denied' | 'expired' | 'withdrawn';

export interface ApprovalView {
  id: string;
  session_id: string;
  /** The agent's own id of the tool call. */
  tool_call: string;
  tool: string;
  input: unknown;
  /** Absolute directory that it would be done in. */
  cwd: string;
  /** One line that says what would be done: the command, the path, the question. */
  shown: string;
  /** Why it is asked. */
  reason: string;
  /** The rule that asked, if one did. */
  rule: string | null;
  /** The rules that a yes for more than this once adds; null where none can say exactly what is shown, or decide it. */
  always: string[] | null;
  /** The rules that a no for more than this once adds; null as above. */
  never?: string[] | null;
  /** The rules that the answer added; told to whoever gave it. */
  added?: { id: string; rule: string }[];
  /** True where only a person can answer: the agent asks a question rather than for leave. */
  question: boolean;
  /** What a reviewer says to it; null where none was asked. */
  review: Review | null;
  asked_at: string;
  status: ApprovalStatus;
  answered_by: string | null;
  answered_at: string | null;
}
