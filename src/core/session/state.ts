/** The state of one session: the fold of its events, and the input of decisions about it. Plain JSON. */
import type { ApprovalView } from '../../contract/approval.ts';
import type {
  SessionEventData,
  SessionEventKind,
  ProcessIdentity,
  Salvage,
  WorkspaceTask,
} from '../../contract/event.ts';
import type { Merge } from '../../contract/merge.ts';
import type {
  AttentionKind,
  Outcome,
  SessionSpec,
  SessionStats,
  SessionView,
  Waiting,
  Workspace,
} from '../../contract/session.ts';
import type { SourcedRule } from '../../contract/settings.ts';
import type { Decision, Verdict } from '../../contract/verdict.ts';
import type { AgentAction } from './watch/stuck.ts';

/** Data that is valid in one phase only is part of that phase. Times are ISO 8601 UTC. */
export type SessionPhase =
  /** Wants a slot. */
  | { name: 'queued'; since: string }
  | { name: 'preparing' }
  | { name: 'starting'; since: string }
  | { name: 'working'; interrupt: Interrupt | null }
  | { name: 'waiting'; interrupt: Interrupt | null }
  | { name: 'proving'; proof: number }
  | { name: 'idle'; since: string; why: string }
  | { name: 'paused'; since: string }
  | { name: 'stopping'; outcome: Outcome }
  | { name: 'ended'; outcome: Outcome; upkeep: WorkspaceTask | null };

export interface Interrupt {
  by: string;
  since: string;
  /** The agent did not stop its turn in time. */
  overdue: boolean;
}

/** The agent's process, from the decision to start it until it is known to be gone. `leaving` was asked to end. */
export type AgentProcess =
  | { stage: 'launching'; launch: number }
  | { stage: 'running' | 'ready' | 'leaving'; launch: number; agent: ProcessIdentity; shim: ProcessIdentity };

export interface QueuedPrompt {
  prompt_id: string;
  text: string;
}

/** A call whose answer the agent waits for. */
export interface Ask {
  approval: ApprovalView;
  /** The agent's own id of the request. */
  request: string;
  /** Given, but not sent yet: the session waits for a slot. */
  answer: { allowed: boolean; message: string | null; input: unknown } | null;
  /** Start of the time to answer; ISO 8601 UTC. */
  open_since: string;
  /** Keys of the rules whose uses the question counted. */
  uses: readonly string[];
}

/** The uses that a call of the current turn counted, in case it is asked about again. */
export interface CountedCall {
  call: string;
  uses: readonly string[];
}

export interface MetLimit {
  account: string;
  /** ISO 8601 UTC. */
  until: string;
  /** Number of consecutive tries. */
  tries: number;
}

export interface OpenTool {
  tool_call: string;
  tool: string;
  parent: string | null;
  /** The policy's verdict, if it is not allow and the agent may make the call without asking. */
  objection?: { verdict: Verdict; title: string };
}

/** A call of the current turn that was decided or asked about. */
export interface JudgedToolCall {
  tool_call: string;
  denied: boolean;
}

export interface GateResult {
  command: string;
  passed: boolean;
  /** The reason of the failure, in one line. */
  why: string | null;
  /** The end of a failed gate's output, for the agent to read. */
  output: string;
}

/** A rule that an answer added. */
export interface AddedRule extends SourcedRule {
  decision: Decision;
}

export interface Session {
  id: string;
  spec: SessionSpec;
  phase: SessionPhase;
  /** The person's wish: to continue, or to pause at the next point between turns. */
  intent: 'go_on' | 'pause';
  epoch: number;
  process: AgentProcess | null;
  /** Number of launches, over all epochs. */
  launches: number;
  /** The agent's own id of the conversation. */
  conversation: string | null;
  model: string | null;
  workspace: Workspace | null;
  /** Null between turns. A turn without a process is torn. */
  turn: { number: number; prompt_id: string | null; text: string | null } | null;
  prompts: QueuedPrompt[];
  asks: Ask[];
  tools: OpenTool[];
  /** The last actions of the agent in its turn. */
  steps: AgentAction[];
  counted: CountedCall[];
  judged: JudgedToolCall[];
  /** The agent retries its model; null after its next output or call. */
  retrying: SessionView['retrying'];
  /** How the calls of the latest launch are guarded; null before the first. */
  guard: SessionView['guard'];
  /** The agent's last message in the last turn that ended well. */
  statement: string | null;
  proofs: number;
  /** Results of gates in the current proof. */
  gates: GateResult[];
  /** Whether the agent was asked why its work changed nothing; reset by a person's next prompt. */
  asked_unchanged: boolean;
  /** Number of automatic follow-up prompts in this epoch. */
  continues: number;
  /** Number of reviews in this epoch. */
  reviews: number;
  /** Times of automatic restarts of the agent. */
  restarts: string[];
  /** The usage limit of the session, until the provider serves it again. */
  limit: MetLimit | null;
  /** Whether the agent reported in this turn that the usage limit is reached. */
  rejected: { resets_at: string | null } | null;
  /** Why it gets no slot; valid only while it wants one. */
  waits_for: Waiting | null;
  /** Reasons why it needs a person, besides the approvals. */
  attention: AttentionKind[];
  removed: boolean;
  salvage: Salvage | null;
  /** The last merge of its work, until it is reverted. */
  merged: Merge | null;
  /** The commits that reverted it; a new merge must revert these first. */
  taken_out: Merge | null;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
  last_activity_at: string;
  /** Seconds with a slot in this epoch, up to `slot_since`. */
  worked_s: number;
  /** Start of the current slot; null without one. */
  slot_since: string | null;
  /** Statistics at the start of this epoch. */
  epoch_stats: SessionStats;
  stats: SessionStats;
}

/** An event returned by a decision, without number, time and place. */
export type PendingEvent = {
  [K in SessionEventKind]: { kind: K; data: SessionEventData[K] };
}[SessionEventKind];

export function pendingEvent<K extends SessionEventKind>(kind: K, data: SessionEventData[K]): PendingEvent {
  // The compiler cannot see that kind and data belong together through the type parameter.
  return { kind, data } as PendingEvent;
}
