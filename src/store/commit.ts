/** What is stored in one transaction: all of it, or none. */
import type { ApprovalView } from '../contract/approval.ts';
import type { Problem } from '../base/problem.ts';
import type { Event, NewEvent } from '../contract/event.ts';
import type { RunSummary, UnitView } from '../contract/run.ts';
import type { SessionView } from '../contract/session.ts';
import type { Decision, RuleScope } from '../contract/verdict.ts';

export interface Commit {
  /** In the order in which they get their numbers. */
  events: NewEvent[];
  sessions: SessionWrite[];
  runs: RunWrite[];
  approvals: ApprovalView[];
  rules: StoredRule[];
  /** Ids of rules that are taken back. */
  forgotten: string[];
  /** Keys of rules, each for one use more. */
  uses: string[];
  /** What has to be done after this commit, and again after a crash, until it is reported as done. */
  effects: NewEffect[];
  /** Numbers of effects that are done. */
  done: number[];
  /** Commands that are accepted with this commit and end with a later one. */
  accepted: PendingCommand[];
  /** Of commands that end with this commit. */
  receipts: Receipt[];
}

/** A commit in which nothing is stored. */
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
  /** Decides nothing here: what the log folds to, so that it need not be folded at every start. */
  state: unknown;
  /** Where reading and writing the journal stands. */
  cursor: unknown;
  /** Whether a daemon that starts has to look after it. */
  open: boolean;
}

export interface RunWrite {
  id: string;
  /** All of its view that is stored, but for the units. */
  view: RunSummary;
  /** The units that are different now, by their place in the plan. */
  units: { place: number; view: UnitView }[];
  open: boolean;
}

export interface NewEffect {
  /** The session or the run that it is for. */
  owner: string;
  kind: string;
  data: unknown;
}

export interface StoredEffect extends NewEffect {
  id: number;
}

/** A command that was accepted and has not ended; its receipt takes its place. */
export interface PendingCommand {
  command_id: string;
  /** Tells a repeated command from another one with the same id. */
  fingerprint: string;
  at: string;
  by: string;
  type: string;
  /** The session or the run whose commit ends it; null where the command has steps of its own. */
  owner: string | null;
  /** What was decided when it was accepted, for those steps. */
  data: unknown;
}

/** The answer to a command that has ended, given again when the command is sent again. */
export interface Receipt {
  command_id: string;
  fingerprint: string;
  at: string;
  /** Null where there is a problem. */
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
  /** Session, run or repository that it is limited to; null for all. */
  within: string | null;
  /** Where the answer was given. */
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
