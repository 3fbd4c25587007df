/** Answers to commands and questions, in the same envelope over HTTP and on the command line. */
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
  /** The earlier path, if the file was renamed. */
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
  /** Unified diff against the base, including uncommitted and untracked files. */
  patch: string;
  /** Whether the patch was cut because it is too long. */
  truncated: boolean;
}

/** One thing that `gc` can remove, or has removed. */
export interface GcItem {
  kind: 'worktree' | 'journal' | 'salvage' | 'leftover';
  path: string;
  session_id: string | null;
  bytes: number;
  /** Why it can be removed, or why it is kept. */
  reason: string;
  state: 'kept' | 'can_go' | 'removed';
}

export interface StopView {
  session_id: string;
  /** Processes that were ended by force. */
  killed: number;
  /** Processes that are left; normally 0. */
  survivors: number;
}

/** A plan with its lint problems and the order of its units. */
export interface PlanView extends Plan {
  /** Ids of units; empty if the plan has a cycle. */
  waves: string[][];
}

/** A file that is trusted from now on, at its current content. */
export interface TrustedFile {
  path: string;
  /** What it makes agents do, in a few words each; empty for fairlead's own files. */
  does: string[];
}

/** A rule that has no effect, or a file whose rules cannot all be read; then `rule` is null. */
export interface RuleProblem {
  rule: string | null;
  decision: Decision | null;
  /** The rule's file, or the person whose answer added it. */
  source: string;
  /** Line in the file, counted from 1. */
  line: number | null;
  /** Id of a rule that an answer added. */
  id: string | null;
  message: string;
}

/** A rule with its origin, its scope and its remaining uses. */
export interface RuleView {
  /** Id of a rule that an answer added; null for a rule in a file. */
  id: string | null;
  decision: Decision;
  rule: string;
  /** The rule's file, or the person whose answer added it. */
  source: string;
  /** Line in the file, counted from 1. */
  line: number | null;
  /** Scope of a rule that an answer added; null for a rule in a file. */
  scope: RuleScope | null;
  /** The session, run or repository that it applies to. */
  within: string | null;
  reason: string | null;
  expires: string | null;
  max_uses: number | null;
  /** Number of uses; null if uses are not counted. */
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
