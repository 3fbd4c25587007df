/** The state of one session: the fold of its events, and all that decisions about it look at. Plain JSON. */
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

/** Data that has meaning in one phase only stands in that phase. Times are ISO 8601 UTC. */
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
  /** The agent did not obey in time. */
  overdue: boolean;
}

/** The agent's process, from the decision to start it until it is known to be gone. `leaving` has been asked to end. */
export type AgentProcess =
  | { stage: 'launching'; launch: number }
  | { stage: 'running' | 'ready' | 'leaving'; launch: number; agent: ProcessIdentity; shim: ProcessIdentity };

export interface QueuedPrompt {
  prompt_id: string;
  text: string;
}

/** A call that the agent waits for an answer to. */
export interface Ask {
  approval: ApprovalView;
  /** The agent's own name of what it waits for. */
  request: string;
  /** Given, but not on its way yet: the session waits for a slot. */
  answer: { allowed: boolean; message: string | null; input: unknown } | null;
  /** What its time to answer is counted from; ISO 8601 UTC. */
  open_since: string;
  /** Keys of the rules that asking was a use of. */
  uses: readonly string[];
}

/** What a call of the turn under way was a use of, should it be asked about again. */
export interface CountedCall {
  call: string;
  uses: readonly string[];
}

export interface MetLimit {
  account: string;
  /** ISO 8601 UTC. */
  until: string;
  /** How often in a row. */
  tries: number;
}

export interface OpenTool {
  tool_call: string;
  tool: string;
  parent: string | null;
  /** What the policy says of the call, where it does not allow it and the agent may make it without asking. */
  objection?: { verdict: Verdict; title: string };
}

/** A call that the policy has decided about, or that was asked about, in the turn under way. */
export interface JudgedToolCall {
  tool_call: string;
  denied: boolean;
}

export interface GateResult {
  command: string;
  passed: boolean;
  /** Why it failed, in one line. */
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
  /** What the person wants: to go on, or to hold at the next point between turns. */
  intent: 'go_on' | 'pause';
  epoch: number;
  process: AgentProcess | null;
  /** Launches so far, over all epochs. */
  launches: number;
  /** The agent's own id of the conversation. */
  conversation: string | null;
  model: string | null;
  workspace: Workspace | null;
  /** Null without a turn under way. With one and without a process, the turn is torn. */
  turn: { number: number; prompt_id: string | null; text: string | null } | null;
  prompts: QueuedPrompt[];
  asks: Ask[];
  tools: OpenTool[];
  /** The last things that the agent did in its turn. */
  steps: AgentAction[];
  counted: CountedCall[];
  judged: JudgedToolCall[];
  /** The agent tries its model again and again; null once it has said or done something. */
  retrying: SessionView['retrying'];
  /** How the calls of the latest launch are guarded; null before the first. */
  guard: SessionView['guard'];
  /** The agent's last words in the last turn that ended well. */
  statement: string | null;
  proofs: number;
  /** Gates that have been run in the proof under way. */
  gates: GateResult[];
  /** The agent was asked why its work changed nothing; a person's next prompt makes that another matter. */
  asked_unchanged: boolean;
  /** How often fairlead sent the agent on by itself in this epoch. */
  continues: number;
  /** How often the reviewer was asked in this epoch. */
  reviews: number;
  /** When fairlead started the agent again by itself. */
  restarts: string[];
  /** The usage limit that the session met, until the provider serves it again. */
  limit: MetLimit | null;
  /** The agent told in this turn that the usage limit is reached. */
  rejected: { resets_at: string | null } | null;
  /** Why no slot is given; has meaning only where one is wanted. */
  waits_for: Waiting | null;
  /** Beside the approvals, what needs a person. */
  attention: AttentionKind[];
  removed: boolean;
  salvage: Salvage | null;
  /** Where its work was merged last, until that is taken out again. */
  merged: Merge | null;
  /** What took it out; merged there again, that has to be taken back first. */
  taken_out: Merge | null;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
  last_activity_at: string;
  /** Seconds with a slot in this epoch, up to `slot_since`. */
  worked_s: number;
  /** Since when the session holds its slot; null without. */
  slot_since: string | null;
  /** As they were when this epoch began. */
  epoch_stats: SessionStats;
  stats: SessionStats;
}

/** What a decision brings forth: an event without number, time and place. */
export type PendingEvent = {
  [K in SessionEventKind]: { kind: K; data: SessionEventData[K] };
}[SessionEventKind];

export function pendingEvent<K extends SessionEventKind>(kind: K, data: SessionEventData[K]): PendingEvent {
  // The compiler cannot see that kind and data belong together through the type parameter.
  return { kind, data } as PendingEvent;
}
