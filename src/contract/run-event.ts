/** The events of runs: what the plan's units go through, in the same log as everything else. */
import type { Merge, MergeStrategy } from './merge.ts';
import type { Plan } from './plan.ts';
import type { Problem } from '../base/problem.ts';
import type { Question, QuestionBefore } from './question.ts';
import type { RunSpec } from './run.ts';

/** What can be done with a run that is over. */
export type RunTask =
  | { kind: 'merge'; by: string; into: string | null; strategy: MergeStrategy }
  /** Take out again what was merged: all of it, or without asking for more one unit and what builds on it. */
  | { kind: 'rollback'; by: string; unit: string | null }
  | { kind: 'abandon'; by: string };

export interface RunEventData {
  'run.created': { spec: RunSpec; plan: Plan };
  /** The integration branch is there. */
  'run.branched': { branch: string };
  'wave.started': { wave: number; units: string[] };
  /** Every unit of the wave is over. */
  'wave.completed': { wave: number };
  /** A session is about to be started for the unit. `base_commit` is the integration branch as it is now. */
  'unit.started': { unit: string; attempt: number; session_id: string; base_commit: string };
  /** What the unit's session does now; with `needs_person`, why. */
  'unit.moved': { unit: string; to: 'running' | 'gate' | 'needs_person'; why: string | null };
  'unit.merging': { unit: string };
  /** The work does not fit what was merged before it: its session is told to mend it. */
  'unit.conflicted': { unit: string; reason: string; text: string };
  /** `commit` is where the integration branch is now; null where there was nothing to merge. */
  'unit.completed': { unit: string; commit: string | null; tip: string; unchanged?: string };
  /** The unit's session has ended well, changed nothing and gave this reason. */
  'unit.unchanged': { unit: string; reason: string };
  'unit.failed': { unit: string; reason: string };
  'unit.skipped': { unit: string; reason: string };
  'unit.asked': { unit: string; question: Question; before: QuestionBefore };
  'unit.answered': { unit: string; by: string; accepted: boolean; text: string | null };
  /** It is to be tried once more: by a person, or by fairlead after a crash; with `goes_on` by the same session. */
  'unit.retried': { unit: string; by: string; why: string; goes_on: boolean };
  /** With `now`, running turns are broken off; else they are let finish. */
  'run.paused': { by: string; now: boolean };
  'run.resumed': { by: string };
  'run.stopping': { by: string; force: boolean };
  /** The one terminal event; a retry or a resume opens the run again. */
  'run.ended': { status: 'completed' | 'failed' | 'stopped'; reason: string | null };
  'run.reopened': { by: string };
  'run.upkeep_started': { task: RunTask };
  'run.upkeep_failed': { task: RunTask['kind']; problem: Problem };
  'run.merged': Merge & { strategy: MergeStrategy };
  /** A unit's work is not on the integration branch any more. */
  'unit.rolled_back': { unit: string; by: string };
  /** Of the branch that the run was merged into, or of the integration branch. */
  'run.rolled_back': Merge;
  'run.abandoned': { tag: string };
  /** As `time.skipped` of a session. */
  'run.time_skipped': { seconds: number };
  /** The unit is marked as done in its document; `problem` says why it could not be. A run does not end before. */
  'unit.marked': { unit: string; problem: string | null };
  /** Something a reader should know: an overlap that was serialised, a budget that is used up. */
  'run.notice': { level: 'info' | 'warning'; text: string };
}

export type RunEventKind = keyof RunEventData;
