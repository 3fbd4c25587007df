/** The state of one run: the fold of its events, and all that decisions about it look at. */
import type { NewRunEvent } from '../../contract/event.ts';
import type { Merge } from '../../contract/merge.ts';
import type { Plan } from '../../contract/plan.ts';
import type { RunEventData, RunEventKind, RunTask } from '../../contract/run-event.ts';
import type { RunSpec } from '../../contract/run.ts';
import type { Graph } from './graph.ts';
import type { Tally } from './tally.ts';
import type { Unit } from './unit.ts';

export type RunPhase =
  /** The integration branch is being made. */
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
  /** Units that wait for each unit, by either kind of edge. */
  behind: { needs: number[][]; yields: number[][] };
  place: ReadonlyMap<string, number>;
  phase: RunPhase;
  /** The integration branch and where it is. */
  branch: { name: string; tip: string } | null;
  units: readonly Unit[];
  tally: Tally;
  /** Places of units that could start, the most urgent first. */
  ready: readonly number[];
  /** Units that count against `max_parallel`. */
  active: number;
  /** Where it was merged last, until that is taken out again. */
  merged: Merge | null;
  /** What took it out; merged there again, that has to be taken back first. */
  taken_out: Merge | null;
  /** Completed units whose documents are being marked. */
  writingBack: ReadonlySet<string>;
  /** By wave, counted from 0, the units that are not over yet. */
  open: readonly number[];
  /** By wave, counted from 0. */
  waves: readonly WaveState[];
  /** It was paused for its cost; who resumes it after that wants it to go on all the same. */
  overspent: boolean;
  started_at: string;
  /** Milliseconds that it was under way, up to `under_way_since`; null while it is not. */
  worked_ms: number;
  under_way_since: string | null;
}

/** What a decision brings forth: an event without number, time and place. */
export type PendingRunEvent = { [K in RunEventKind]: { kind: K; data: RunEventData[K] } }[RunEventKind];

export function pendingEvent<K extends RunEventKind>(kind: K, data: RunEventData[K]): PendingRunEvent {
  // The compiler cannot see that kind and data belong together through the type parameter.
  return { kind, data } as PendingRunEvent;
}

export function eventOf(run: string, { kind, data }: PendingRunEvent, at: string): NewRunEvent {
  return { kind, at, session_id: null, run_id: run, data } as NewRunEvent;
}

/** Agents that nobody is logged in to, each with the unit that asks for it. */
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
