/** The state of one run: the fold of its events, and the input of decisions about it. */
import type { NewRunEvent } from '../../contract/event.ts';
import type { Merge } from '../../contract/merge.ts';
import type { Plan } from '../../contract/plan.ts';
import type { RunEventData, RunEventKind, RunTask } from '../../contract/run-event.ts';
import type { RunSpec } from '../../contract/run.ts';
import type { Graph } from './graph.ts';
import type { Tally } from './tally.ts';
import type { Unit } from './unit.ts';

export type RunPhase =
  /** The integration branch is being created. */
  | { name: 'branching' }
  | { name: 'running' }
  | { name: 'paused' }
  | { name: 'stopping'; by: string }
  | {
      name: 'ended';
      status: 'completed' | 'failed' | 'stopped';
      reason: string | null;
      at: string;
      upkeep: RunTask | null;
    };

export type WaveState = 'waiting' | 'begun' | 'over';

export interface Run {
  id: string;
  spec: RunSpec;
  plan: Plan;
  graph: Graph;
  /** Units that wait for each unit, by kind of edge. */
  behind: { needs: number[][]; yields: number[][] };
  place: ReadonlyMap<string, number>;
  phase: RunPhase;
  /** The integration branch and its tip. */
  branch: { name: string; tip: string } | null;
  units: readonly Unit[];
  tally: Tally;
  /** Indices of units that can start, the most urgent first. */
  ready: readonly number[];
  /** Number of units that count against `max_parallel`. */
  active: number;
  /** Its last merge, until it is reverted. */
  merged: Merge | null;
  /** The commits that reverted it; a new merge must revert these first. */
  taken_out: Merge | null;
  /** Completed units whose documents are being marked. */
  writingBack: ReadonlySet<string>;
  /** By wave, counted from 0: the number of units that have not ended. */
  open: readonly number[];
  /** By wave, counted from 0. */
  waves: readonly WaveState[];
  /** It was paused for its budget; a resume after that ignores the budget. */
  overspent: boolean;
  started_at: string;
  /** Milliseconds of running time, up to `under_way_since`, which is null while the run does not run. */
  worked_ms: number;
  under_way_since: string | null;
}

/** An event returned by a decision, without number, time and place. */
export type PendingRunEvent = { [K in RunEventKind]: { kind: K; data: RunEventData[K] } }[RunEventKind];

export function pendingEvent<K extends RunEventKind>(kind: K, data: RunEventData[K]): PendingRunEvent {
  // The compiler cannot see that kind and data belong together through the type parameter.
  return { kind, data } as PendingRunEvent;
}

export function eventOf(run: string, { kind, data }: PendingRunEvent, at: string): NewRunEvent {
  return { kind, at, session_id: null, run_id: run, data } as NewRunEvent;
}

/** Agents that nobody is logged in to, each with the unit that asks. */
export function outagesOf({ phase, units, plan }: Run): { agent: string; unit: string }[] {
  if (phase.name === 'ended') return [];
  return units.flatMap((unit, index) =>
    unit.phase.name === 'asking' && unit.phase.question.outage !== undefined
      ? [{ agent: unit.phase.question.outage, unit: plan.units[index]?.id ?? '' }]
      : [],
  );
}

export function unitAt(run: Run, id: string): { index: number; unit: Unit } | undefined {
  const index = run.place.get(id);
  const unit = index === undefined ? undefined : run.units[index];
  return index === undefined || !unit ? undefined : { index, unit };
}
