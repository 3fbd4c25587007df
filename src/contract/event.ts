/** The numbered events that the log consists of. Whoever folds them in order has the state. */
import type { Merge, MergeStrategy } from './merge.ts';
import type { RetriedFailure, JournalRef, TokenUsage, Preflight } from './agent-event.ts';
import type { ApprovalStatus, ApprovalView } from './approval.ts';
import type { CommandType } from './command.ts';
import type { Problem } from '../base/problem.ts';
import type { ReviewAnswer, ReviewSubject } from './review.ts';
import type { RunEventData, RunEventKind } from './run-event.ts';
import type { AttentionKind, Outcome, SessionSpec, Waiting, Workspace } from './session.ts';
import type { Decision, RuleScope, Verdict } from './verdict.ts';

/** The process of one launch, told apart from any later process that happens to get the same number. */
export interface ProcessIdentity {
  pid: number;
  /** Start time as the kernel counts it: clock ticks since boot on Linux, an opaque text elsewhere. */
  started: string;
  /** The boot in which `pid` and `started` mean something. */
  boot: string;
}

/** Text of an event: cut at 16 KiB, with the place in the journal where it stands whole. */
export interface EventText {
  text: string;
  /** Present where `text` is cut. */
  ref?: JournalRef;
}

/** What was saved of a workspace that was removed. */
export interface Salvage {
  /** Full name of the ref that holds it. */
  ref: string;
  branch: string | null;
  /** The commit the branch was at. */
  tip: string | null;
}

/** What can be done with an ended session. */
export type WorkspaceTask =
  | { kind: 'remove'; by: string; force: boolean }
  | { kind: 'restore'; by: string }
  | { kind: 'merge'; by: string; into: string | null; strategy: MergeStrategy }
  /** Take out again what was merged. */
  | { kind: 'rollback'; by: string }
  | { kind: 'abandon'; by: string };

/** Data of an event that says all by its kind. */
export type Empty = Record<string, never>;

/** The data of each kind of event of a session. */
export interface SessionEventData {
  /** A draft, and a copy that nothing was said to yet, hold until somebody lets them begin. */
  'session.created': { spec: SessionSpec; prompt_id: string | null; draft?: boolean };
  /** A slot was given; with `by`, beyond what admission allows, because this person asked for it. */
  'session.admitted': { by?: string };
  /** No slot is given for now, and why. */
  'session.waiting': Waiting;
  'workspace.prepared': { workspace: Workspace };
  /**
   * The agent program is about to be started; `launch` counts from 1 over all epochs. `conversation` is the id that a new
   * conversation may take, where the agent lets its host choose.
   */
  'process.launching': { launch: number; conversation: string };
  /** Whether the agent is in the sandbox, and which of its calls are judged before they are made. */
  'process.guarded': { launch: number; sandbox: boolean; preflight: Preflight };
  'process.started': { launch: number; agent: ProcessIdentity; shim: ProcessIdentity };
  /** Code and signal are null where nobody saw the end: after a reboot, for example. */
  'process.exited': { launch: number; code: number | null; signal: string | null; last_words: string | null };
  /** The process of an agent that has nothing to do is let go; speaking to the session starts it again. */
  'process.releasing': { launch: number };
  /** The agent does not know the conversation that it was to go on with: it is started again with a new one. */
  'conversation.lost': { reason: string };
  'agent.ready': { agent_session: string; model: string | null; version: string | null; resumed: boolean };
  'prompt.queued': { prompt_id: string; text: string; by: string };
  /** The prompt is on its way to the agent; a turn without one was begun by the agent. */
  'turn.started': { turn: number; prompt_id: string | null; text: string | null };
  'turn.ended': {
    turn: number;
    result: 'completed' | 'interrupted' | 'failed';
    reason: string | null;
    /** The agent's last words. */
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
    /** What the policy says of the call, where it is not allowed and may be made without asking. */
    objection?: Verdict;
  };
  'tool.finished': {
    tool_call: string;
    tool: string | null;
    passed: boolean;
    output: string;
    ref?: JournalRef;
  };
  /** A call was made that the policy was not asked about and does not allow. */
  'policy.unasked': { tool_call: string; tool: string; title: string; verdict: Verdict };
  /** The policy has answered a request of the agent by itself; `uses` are the rules that it counts as a use of. */
  'policy.decided': {
    request: string;
    tool_call: string;
    tool: string;
    title: string;
    input: unknown;
    /** Absolute directory that the call is made in. */
    cwd: string;
    verdict: Verdict;
    call?: string;
    uses?: string[];
  };
  /** `request` is the agent's own name of what it waits for; `uses` are rules that asked. */
  'approval.asked': { approval: ApprovalView; request: string; call?: string; uses?: string[] };
  'approval.answered': {
    approval_id: string;
    status: Exclude<ApprovalStatus, 'pending' | 'withdrawn'>;
    by: string;
    /** What the agent is told with a denial; one that expired without is not told, the turn is broken off instead. */
    message: string | null;
    /** What is run instead, where the answer changed the call. */
    input?: unknown;
    /** Rules that it counts as a use of, where it was a rule that answered. */
    uses?: string[];
  };
  /** From now on calls that the rule matches are decided by it; scope says how far it reaches. */
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
  /** A rule that an answer in this session added was taken back. */
  'rule.forgotten': { id: string; by: string };
  'approval.withdrawn': { approval_id: string; why: string };
  /** A reviewer is asked; what it costs is recorded as usage of the session. */
  'review.started': { subject: ReviewSubject; by: string };
  'review.ended': { subject: ReviewSubject; by: string; answer: ReviewAnswer; usage: TokenUsage | null };
  'usage.recorded': TokenUsage;
  'limit.reported': {
    status: 'allowed' | 'warning' | 'rejected';
    window: string | null;
    resets_at: string | null;
  };
  /**
   * The provider's usage limit broke off the turn, or kept it from beginning: the session gives its slot back until the
   * limit is over, and with it all sessions of the account hold. `tries` counts from 1 since the provider last served it.
   */
  'session.limited': { account: string; until: string; tries: number; reason: string };
  /** A person says that the account can be used again. */
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
  /** The turn was broken off and nothing else is asked for; the agent keeps its process for a while. */
  'session.idled': { why: string };
  'session.resumed': { by: string };
  /** The turn ended well; fairlead looks at the workspace and runs the gates. */
  'proof.started': { proof: number };
  'gate.finished': {
    command: string;
    passed: boolean;
    exit_code: number | null;
    output: string;
    /** Seconds. */
    duration_s: number;
  };
  /** The turn changed nothing: the agent is asked whether that is right, and why. */
  'unchanged.asked': Empty;
  /** fairlead sends the agent on by itself, because it was told to. */
  'session.sent_on': { why: string };
  /**
   * The wall clock moved by `seconds` in which no time passed for the session: the clock was set (negative: back), the
   * machine slept, or the daemon was stopped. Limits and deadlines do not count them.
   */
  'time.skipped': { seconds: number };
  'attention.raised': { kind: AttentionKind; why: string };
  'attention.cleared': { kind: AttentionKind };
  /** The end has been decided; what still runs is being stopped. */
  'session.stopping': { outcome: Outcome; force: boolean };
  /** The one terminal event of an epoch; nothing of the session runs any more. */
  'session.ended': {
    outcome: Outcome;
    /** Processes that were still there after everything was tried; 0 but for a fault of the system. */
    survivors: number;
    /** Processes that had to be ended by force. */
    killed: number;
  };
  /** A new epoch of the same session. */
  'session.continued': { epoch: number; prompt_id: string; text: string; by: string };
  /** Something is about to be done with an ended session's workspace. */
  'upkeep.started': { task: WorkspaceTask };
  'upkeep.failed': { task: WorkspaceTask['kind']; problem: Problem };
  /** The workspace is gone; `salvage` names what was saved of it, where there was anything to save. */
  'session.removed': { by: string; salvage: Salvage | null };
  'session.restored': { by: string; workspace: Workspace | null };
  'session.merged': Merge & { strategy: MergeStrategy };
  /** What was merged is taken out of the branch again, by what lies between `from` and `commit`. */
  'session.rolled_back': Merge & { by: string };
  'session.abandoned': { by: string; tag: string | null; salvage: Salvage | null };
  /** Something wrote where only the user or nobody may: the shared git configuration, a hook, the main checkout. */
  'guard.tripped': { where: 'repository' | 'checkout'; what: string; detail: string };
  /** A process of the session asked the daemon for something that only a person may ask for; nothing was done. */
  'command.refused': { command: CommandType; by: string };
  /** Lines of the journal that were too long or unreadable; they were left out, the session goes on. */
  'journal.skipped': { ref: JournalRef; lines: number; why: string };
}

export type SessionEventKind = keyof SessionEventData;

/** Events of agents that are no session: a Claude Code that somebody started by hand, whose hook asked. */
export interface OutsideEventData {
  /** The policy has said something to a call; `cwd` is the absolute directory that it is made in. */
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

/** An event of a session, before it has its number; `run_id` where the session works on a unit of a run. */
export type NewSessionEvent = {
  [K in SessionEventKind]: {
    kind: K;
    at: string;
    session_id: string;
    run_id: string | null;
    data: SessionEventData[K];
  };
}[SessionEventKind];

/** An event of a run, before it has its number. */
export type NewRunEvent = {
  [K in RunEventKind]: { kind: K; at: string; session_id: null; run_id: string; data: RunEventData[K] };
}[RunEventKind];

/** An event of no session and no run, before it has its number. */
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
