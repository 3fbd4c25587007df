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
  /** Absolute directory of the call. */
  cwd: string;
  /** One line that shows the call: the command, the path, the question. */
  shown: string;
  /** Why the policy asks. */
  reason: string;
  /** The rule that asks, if any. */
  rule: string | null;
  /** The rules that an allow with a scope adds; null if rules cannot express or decide exactly what is shown. */
  always: string[] | null;
  /** The rules that a deny with a scope adds; null as above. */
  never?: string[] | null;
  /** The rules that the answer added, reported to the person who answered. */
  added?: { id: string; rule: string }[];
  /** True if only a person can answer: the agent asks a question, not for permission. */
  question: boolean;
  /** The reviewer's answer; null if none was asked. */
  review: Review | null;
  asked_at: string;
  status: ApprovalStatus;
  answered_by: string | null;
  answered_at: string | null;
}
