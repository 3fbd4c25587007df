/** The numbered events of the log. Folding them in order gives the state. */
import type { Merge, MergeStrategy } from './merge.ts';
import type { RetriedFailure, JournalRef, TokenUsage, Preflight } from './agent-event.ts';
import type { ApprovalStatus, ApprovalView } from './approval.ts';
import type { CommandType } from './command.ts';
import type { Problem } from '../base/problem.ts';
import type { ReviewAnswer, ReviewSubject } from './review.ts';
import type { RunEventData, RunEventKind } from './run-event.ts';
import type { AttentionKind, Outcome, SessionSpec, Waiting, Workspace } from './session.ts';
import type { Decision, RuleScope, Verdict } from './verdict.ts';

/** The process of one launch, distinguishable from a later process with the same id. */
export interface ProcessIdentity {
  pid: number;
  /** Start time as the kernel counts it: clock ticks since boot on Linux, an opaque text elsewhere. */
  started: string;
  /** The boot in which `pid` and `started` are valid. */
  boot: string;
}

/** Text of an event: cut at 16 KiB, with the place of the full text in the journal. */
export interface EventText {
  text: string;
  /** Present where `text` is cut. */
  ref?: JournalRef;
}

/** What was saved of a removed workspace. */
export interface Salvage {
  /** Full name of the ref that holds it. */
  ref: string;
  branch: string | null;
  /** The commit the branch was at. */
  tip: string | null;
}

/** Operations on the workspace of an ended session. */
export type WorkspaceTask =
  | { kind: 'remove'; by: string; force: boolean }
  | { kind: 'restore'; by: string }
  | { kind: 'merge'; by: string; into: string | null; strategy: MergeStrategy }
  /** Reverts the merge. */
  | { kind: 'rollback'; by: string }
  | { kind: 'abandon'; by: string };

/** Data of an event without data. */
export type Empty = Record<string, never>;

/** The data of each kind of event of a session. */
export interface SessionEventData {
  /** A draft, and a fork without a prompt, wait until somebody resumes them. */
  'session.created': { spec: SessionSpec; prompt_id: string | null; draft?: boolean };
  /** A slot was granted. With `by`, this person asked to ignore admission. */
  'session.admitted': { by?: string };
  /** No slot is granted for now, with the reason. */
  'session.waiting': Waiting;
  'workspace.prepared': { workspace: Workspace };
  /**
   * The agent program is about to start; `launch` counts from 1 over all epochs. `conversation` is the id that a new
   * conversation may take if the agent lets its host choose.
   */
  'process.launching': { launch: number; conversation: string };
  /** Whether the agent is in the sandbox, and which of its calls are judged in advance. */
  'process.guarded': { launch: number; sandbox: boolean; preflight: Preflight };
  'process.started': { launch: number; agent: ProcessIdentity; shim: ProcessIdentity };
  /** Code and signal are null if the exit was not observed, for example after a reboot. */
  'process.exited': { launch: number; code: number | null; signal: string | null; last_words: string | null };
  /** fairlead stops the process of an idle agent; the next prompt starts it again. */
  'process.releasing': { launch: number };
  /** The agent does not know the conversation to resume; it starts again with a new one. */
  'conversation.lost': { reason: string };
  'agent.ready': { agent_session: string; model: string | null; version: string | null; resumed: boolean };
  'prompt.queued': { prompt_id: string; text: string; by: string };
  /** The prompt is on its way to the agent. A turn without a prompt was begun by the agent. */
  'turn.started': { turn: number; prompt_id: string | null; text: string | null };
  'turn.ended': {
    turn: number;
    result: 'completed' | 'interrupted' | 'failed';
    reason: string | null;
    /** The agent's last message. */
    statement: string | null;
  };
  'agent.text': EventText & { message: string; parent: string | null };
  'agent.thinking': EventText & { message: string; parent: string | null };
  'tool.called': {
    tool_call: string;
    tool: string;
    title: string;
    input: unknown;
    ref?: JournalRef;
    parent: string | null;
    /** The policy's verdict, if it is not allow and the agent may make the call without asking. */
    objection?: Verdict;
  };
  'tool.finished': {
    tool_call: string;
    tool: string | null;
    passed: boolean;
    output: string;
    ref?: JournalRef;
  };
  /** The agent made a call without asking that the policy does not allow. */
  'policy.unasked': { tool_call: string; tool: string; title: string; verdict: Verdict };
  /** The policy answered a request of the agent; `uses` are the rules whose uses it counts. */
  'policy.decided': {
    request: string;
    tool_call: string;
    tool: string;
    title: string;
    input: unknown;
    /** Absolute directory of the call. */
    cwd: string;
    verdict: Verdict;
    call?: string;
    uses?: string[];
  };
  /** `request` is the agent's own id of what it waits for; `uses` are rules that asked. */
  'approval.asked': { approval: ApprovalView; request: string; call?: string; uses?: string[] };
  'approval.answered': {
    approval_id: string;
    status: Exclude<ApprovalStatus, 'pending' | 'withdrawn'>;
    by: string;
    /**
     * What a denial says to the agent. An expired approval without a message is not reported; fairlead cancels the
     * turn instead.
     */
    message: string | null;
    /** The input that runs instead, if the answer changed the call. */
    input?: unknown;
    /** Rules whose uses it counts, if a rule answered. */
    uses?: string[];
  };
  /** From now on the rule decides matching calls within its scope. */
  'rule.added': {
    id: string;
    rule: string;
    decision: Decision;
    scope: RuleScope;
    by: string;
    reason?: string;
    expires?: string;
    max_uses?: number;
  };
  /** A rule that an answer in this session added was removed. */
  'rule.forgotten': { id: string; by: string };
  'approval.withdrawn': { approval_id: string; why: string };
  /** A review has begun; its cost is recorded as usage of the session. */
  'review.started': { subject: ReviewSubject; by: string };
  'review.ended': { subject: ReviewSubject; by: string; answer: ReviewAnswer; usage: TokenUsage | null };
  'usage.recorded': TokenUsage;
  'limit.reported': {
    status: 'allowed' | 'warning' | 'rejected';
    window: string | null;
    resets_at: string | null;
  };
  /**
   * The provider's usage limit ended the turn or kept it from beginning. The session gives its slot back until the
   * limit is over, and all sessions of the account wait. `tries` counts from 1 since the provider last served it.
   */
  'session.limited': { account: string; until: string; tries: number; reason: string };
  /** A person marked the account as usable again. */
  'limit.lifted': { by: string };
  'agent.retrying': {
    attempt: number;
    of: number | null;
    wait_ms: number;
    error: string;
    failure: RetriedFailure;
  };
  'agent.notice': { level: 'info' | 'warning' | 'error'; text: string };
  'turn.interrupting': { by: string };
  /** The agent did not stop its turn in the time allowed, in seconds. */
  'turn.interrupt_failed': { after_s: number };
  'session.pausing': { by: string };
  'session.paused': Empty;
  /** The turn was cancelled and no other prompt is queued; the agent keeps its process for a while. */
  'session.idled': { why: string };
  'session.resumed': { by: string };
  /** The turn ended well; fairlead collects evidence and runs the gates. */
  'proof.started': { proof: number };
  'gate.finished': {
    command: string;
    passed: boolean;
    exit_code: number | null;
    output: string;
    /** Seconds. */
    duration_s: number;
  };
  /** The turn changed nothing; fairlead asks the agent whether that is right, and why. */
  'unchanged.asked': Empty;
  /** fairlead sent the agent a follow-up prompt, as configured. */
  'session.sent_on': { why: string };
  /**
   * The wall clock moved by `seconds` that did not pass for the session: the clock was set (negative: back), the
   * machine slept, or the daemon was stopped. Limits and deadlines do not count them.
   */
  'time.skipped': { seconds: number };
  'attention.raised': { kind: AttentionKind; why: string };
  'attention.cleared': { kind: AttentionKind };
  /** The outcome is decided; fairlead is stopping all remaining processes. */
  'session.stopping': { outcome: Outcome; force: boolean };
  /** The one terminal event of an epoch; no process of the session runs any more. */
  'session.ended': {
    outcome: Outcome;
    /** Processes that survived every attempt; 0 unless the system has a fault. */
    survivors: number;
    /** Processes that were killed. */
    killed: number;
  };
  /** A new epoch of the same session. */
  'session.continued': { epoch: number; prompt_id: string; text: string; by: string };
  /** An operation on the workspace of an ended session has begun. */
  'upkeep.started': { task: WorkspaceTask };
  'upkeep.failed': { task: WorkspaceTask['kind']; problem: Problem };
  /** The workspace was removed; `salvage` names what was saved, if anything. */
  'session.removed': { by: string; salvage: Salvage | null };
  'session.restored': { by: string; workspace: Workspace | null };
  'session.merged': Merge & { strategy: MergeStrategy };
  /** The merge was reverted by the commits between `from` and `commit`. */
  'session.rolled_back': Merge & { by: string };
  'session.abandoned': { by: string; tag: string | null; salvage: Salvage | null };
  /** Something changed that sessions may not write: the shared git configuration, a hook, the main checkout. */
  'guard.tripped': { where: 'repository' | 'checkout'; what: string; detail: string };
  /** A process of the session sent a command that only a person may send; it was refused. */
  'command.refused': { command: CommandType; by: string };
  /** Journal lines that were too long or unreadable; they were skipped, and the session continues. */
  'journal.skipped': { ref: JournalRef; lines: number; why: string };
}

export type SessionEventKind = keyof SessionEventData;

/** Events of agents outside any session: a Claude Code that a person started, whose hook asked. */
export interface OutsideEventData {
  /** The policy judged a call; `cwd` is its absolute directory. */
  'call.judged': {
    repo: string;
    cwd: string;
    tool: string;
    title: string;
    input: unknown;
    verdict: Verdict;
    by: string;
  };
}

/** The data of each kind of event. */
export interface EventData extends SessionEventData, RunEventData, OutsideEventData {}

export type EventKind = keyof EventData;

/** An event of a session before it has a number; `run_id` if the session works on a unit of a run. */
export type NewSessionEvent = {
  [K in SessionEventKind]: {
    kind: K;
    at: string;
    session_id: string;
    run_id: string | null;
    data: SessionEventData[K];
  };
}[SessionEventKind];

/** An event of a run before it has a number. */
export type NewRunEvent = {
  [K in RunEventKind]: { kind: K; at: string; session_id: null; run_id: string; data: RunEventData[K] };
}[RunEventKind];

/** An event of no session and no run, before it has a number. */
export type NewOutsideEvent = {
  [K in keyof OutsideEventData]: {
    kind: K;
    at: string;
    session_id: null;
    run_id: null;
    data: OutsideEventData[K];
  };
}[keyof OutsideEventData];

export type NewEvent = NewSessionEvent | NewRunEvent | NewOutsideEvent;

/**
 * An event of the log. `seq` counts from 1 without gaps over all sessions and runs. `cut` stands in live messages where
 * long texts of its data were cut; the session's events have them whole.
 */
export type Event = NewEvent & { seq: number; cut?: true };

/** The event of one kind. */
export type EventOf<K extends EventKind> = Extract<NewEvent, { kind: K }>;
