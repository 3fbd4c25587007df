/** The content of one transaction. */
import type { ApprovalView } from '../contract/approval.ts';
import type { Problem } from '../base/problem.ts';
import type { Event, NewEvent } from '../contract/event.ts';
import type { RunSummary, UnitView } from '../contract/run.ts';
import type { SessionView } from '../contract/session.ts';
import type { Decision, RuleScope } from '../contract/verdict.ts';

export interface Commit {
  /** In the order of their numbers. */
  events: NewEvent[];
  sessions: SessionWrite[];
  runs: RunWrite[];
  approvals: ApprovalView[];
  rules: StoredRule[];
  /** Ids of removed rules. */
  forgotten: string[];
  /** Keys of rules, each counting one use. */
  uses: string[];
  /** Effects to perform after this commit, and again after a crash, until they are reported as done. */
  effects: NewEffect[];
  /** Numbers of effects that are done. */
  done: number[];
  /** Commands that this commit accepts and a later one ends. */
  accepted: PendingCommand[];
  /** Receipts of commands that this commit ends. */
  receipts: Receipt[];
}

/** A commit without content. */
export const emptyCommit: Commit = {
  events: [],
  sessions: [],
  runs: [],
  approvals: [],
  rules: [],
  forgotten: [],
  uses: [],
  effects: [],
  done: [],
  accepted: [],
  receipts: [],
};

export interface SessionWrite {
  id: string;
  view: SessionView;
  /** The fold of the log, cached so that a start need not fold it again. Never used for decisions here. */
  state: unknown;
  /** Position of reading and writing in the journal. */
  cursor: unknown;
  /** Whether a daemon that starts must look after it. */
  open: boolean;
}

export interface RunWrite {
  id: string;
  /** The stored part of its view, without the units. */
  view: RunSummary;
  /** The changed units, by their place in the plan. */
  units: { place: number; view: UnitView }[];
  open: boolean;
}

export interface NewEffect {
  /** The session or run that it belongs to. */
  owner: string;
  kind: string;
  data: unknown;
}

export interface StoredEffect extends NewEffect {
  id: number;
}

/** An accepted command that has not ended; its receipt replaces it. */
export interface PendingCommand {
  command_id: string;
  /** Distinguishes a repeated command from another one with the same id. */
  fingerprint: string;
  at: string;
  by: string;
  type: string;
  /** The session or run whose commit ends it; null if the command has steps of its own. */
  owner: string | null;
  /** The decision made when it was accepted, for those steps. */
  data: unknown;
}

/** The answer of an ended command, repeated when the command is sent again. */
export interface Receipt {
  command_id: string;
  fingerprint: string;
  at: string;
  /** Null if there is a problem. */
  answer: unknown;
  /** Why its work failed. */
  problem: Problem | null;
}

/** A rule that an answer added. */
export interface StoredRule {
  id: string;
  rule: string;
  decision: Decision;
  scope: RuleScope;
  /** The session, run or repository that it applies to; null for all. */
  within: string | null;
  /** The session in which the answer was given. */
  session_id: string;
  by: string;
  at: string;
  reason: string | null;
  expires: string | null;
  max_uses: number | null;
}

export interface Committed {
  events: Event[];
  effects: StoredEffect[];
}
