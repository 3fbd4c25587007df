/** What commands and questions are answered with; the same envelope on the wire and on the command line. */
import type { ApprovalView } from './approval.ts';
import type { MergeStrategy } from './merge.ts';
import type { Plan } from './plan.ts';
import type { RunView } from './run.ts';
import type { SessionView } from './session.ts';
import type { TrialView } from './trial.ts';
import type { Decision, RuleScope, Verdict } from './verdict.ts';

export interface StatsView {
  sessions: { completed: number; failed: number; stopped: number; running: number };
  tool_calls: number;
  approvals: number;
  denials: number;
  input_tokens: number;
  output_tokens: number;
  cost_usd: number;
}

export interface MergeView {
  session_id: string;
  into: string;
  commit: string;
  strategy: MergeStrategy;
}

export interface FileChange {
  path: string;
  /** Where the file was before, if it was renamed. */
  old_path: string | null;
  change: 'added' | 'modified' | 'deleted' | 'renamed' | 'copied' | 'retyped';
  /** Lines; null for binary files. */
  additions: number | null;
  deletions: number | null;
}

export interface DiffView {
  session_id: string;
  base_commit: string | null;
  commits: number;
  files: FileChange[];
  /** Unified diff of all that differs from the base, uncommitted and untracked files included. */
  patch: string;
  /** Whether the patch was cut because it is too long. */
  truncated: boolean;
}

/** One thing that can be cleaned up, or was. */
export interface GcItem {
  kind: 'worktree' | 'journal' | 'salvage' | 'leftover';
  path: string;
  session_id: string | null;
  bytes: number;
  /** Why it can go, or why it stays. */
  reason: string;
  state: 'kept' | 'can_go' | 'removed';
}

export interface StopView {
  session_id: string;
  /** Processes that were ended by force. */
  killed: number;
  /** Processes that are left: 0. */
  survivors: number;
}

/** A plan with what lint says of it, and the order that its units would run in. */
export interface PlanView extends Plan {
  /** Ids of units; empty where the plan has a cycle. */
  waves: string[][];
}

/** A file that is obeyed from now on, as it is. */
export interface TrustedFile {
  path: string;
  /** What it makes agents do, in a few words each; empty for fairlead's own. */
  does: string[];
}

/** A rule that comes to nothing, or a file that not all rules of can be read; then there is no rule. */
export interface RuleProblem {
  rule: string | null;
  decision: Decision | null;
  /** Where it is written, or whose answer added it. */
  source: string;
  /** In the file, counted from 1. */
  line: number | null;
  /** Of a rule that an answer added. */
  id: string | null;
  message: string;
}

/** A rule with where it comes from, how far it reaches and what is left of it. */
export interface RuleView {
  /** Of a rule that an answer added; null of one in a file. */
  id: string | null;
  decision: Decision;
  rule: string;
  /** The file that it is written in, or whose answer added it. */
  source: string;
  /** In the file, counted from 1. */
  line: number | null;
  /** How far a rule reaches that an answer added; null of one in a file. */
  scope: RuleScope | null;
  /** The session, run or repository that it is limited to. */
  within: string | null;
  reason: string | null;
  expires: string | null;
  max_uses: number | null;
  /** How often it has been used; null where that is not counted. */
  uses: number | null;
  state: 'in_force' | 'expired' | 'used_up';
}

/** Every kind of answer with its data. */
export interface Answers {
  session: SessionView;
  sessions: SessionView[];
  run: RunView;
  runs: RunView[];
  plan: PlanView;
  trial: TrialView;
  approval: ApprovalView;
  approvals: ApprovalView[];
  stats: StatsView;
  stopped: StopView[];
  merge: MergeView;
  diff: DiffView;
  gc: { dry_run: boolean; items: GcItem[]; bytes: number };
  trusted: { repo: string; files: TrustedFile[] };
  verdict: Verdict;
  problems: RuleProblem[];
  rules: RuleView[];
  rule: RuleView;
  daemon: {
    pid: number;
    version: string;
    started_at: string;
    port: number;
    socket: string;
    stopping: boolean;
  };
}

export type AnswerType = keyof Answers;

export type Answer = { [T in AnswerType]: { type: T; data: Answers[T] } }[AnswerType];
export type AnswerOf<T extends AnswerType> = { type: T; data: Answers[T] };
