/** The events of runs, in the same log as all other events. */
import type { Merge, MergeStrategy } from './merge.ts';
import type { Plan } from './plan.ts';
import type { Problem } from '../base/problem.ts';
import type { Question, QuestionBefore } from './question.ts';
import type { RunSpec } from './run.ts';

/** Operations on an ended run. */
export type RunTask =
  | { kind: 'merge'; by: string; into: string | null; strategy: MergeStrategy }
  /** Reverts the merge: all of it, or one unit and the units that depend on it. */
  | { kind: 'rollback'; by: string; unit: string | null }
  | { kind: 'abandon'; by: string };

export interface RunEventData {
  'run.created': { spec: RunSpec; plan: Plan };
  /** The integration branch was created. */
  'run.branched': { branch: string };
  'wave.started': { wave: number; units: string[] };
  /** Every unit of the wave is over. */
  'wave.completed': { wave: number };
  /** A session is about to start for the unit. `base_commit` is the current tip of the integration branch. */
  'unit.started': { unit: string; attempt: number; session_id: string; base_commit: string };
  /** The state of the unit's session; with `needs_person`, the reason. */
  'unit.moved': { unit: string; to: 'running' | 'gate' | 'needs_person'; why: string | null };
  'unit.merging': { unit: string };
  /** The work conflicts with earlier merges; fairlead asks its session to fix it. */
  'unit.conflicted': { unit: string; reason: string; text: string };
  /** `commit` is the new tip of the integration branch; null if there was nothing to merge. */
  'unit.completed': { unit: string; commit: string | null; tip: string; unchanged?: string };
  /** The unit's session ended well, changed nothing and gave this reason. */
  'unit.unchanged': { unit: string; reason: string };
  'unit.failed': { unit: string; reason: string };
  'unit.skipped': { unit: string; reason: string };
  'unit.asked': { unit: string; question: Question; before: QuestionBefore };
  'unit.answered': { unit: string; by: string; accepted: boolean; text: string | null };
  /** The unit is retried, by a person or by fairlead after a crash; with `goes_on` in the same session. */
  'unit.retried': { unit: string; by: string; why: string; goes_on: boolean };
  /** With `now`, running turns are cancelled; otherwise they may finish. */
  'run.paused': { by: string; now: boolean };
  'run.resumed': { by: string };
  'run.stopping': { by: string; force: boolean };
  /** The one terminal event; a retry or a resume opens the run again. */
  'run.ended': { status: 'completed' | 'failed' | 'stopped'; reason: string | null };
  'run.reopened': { by: string };
  'run.upkeep_started': { task: RunTask };
  'run.upkeep_failed': { task: RunTask['kind']; problem: Problem };
  'run.merged': Merge & { strategy: MergeStrategy };
  /** The unit's work was reverted on the integration branch. */
  'unit.rolled_back': { unit: string; by: string };
  /** The merge that reverts the run, on the target branch or the integration branch. */
  'run.rolled_back': Merge;
  'run.abandoned': { tag: string };
  /** Like `time.skipped` of a session. */
  'run.time_skipped': { seconds: number };
  /** The unit was marked as done in its document; `problem` says why it could not be. A run does not end earlier. */
  'unit.marked': { unit: string; problem: string | null };
  /** A notice for the reader: an overlap that was serialised, an exceeded budget. */
  'run.notice': { level: 'info' | 'warning'; text: string };
}

export type RunEventKind = keyof RunEventData;
