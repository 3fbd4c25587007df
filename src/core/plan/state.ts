/** The state of one run: the fold of its events, and all that decisions about it look at. */
import type { NewRunEvent } from '../../contract/event.ts';
import type { Merge } from '../../contract/merge.ts';
import type { Plan } from '../../contract/plan.ts';
import type {
  Question,
  QuestionBefore,
  RunEventData,
  RunEventKind,
  RunTask,
} from '../../contract/run-event.ts';
import type { RunSpec } from '../../contract/run.ts';
import type { Graph } from './graph.ts';
import type { Tally } from './tally.ts';

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

/** Data that has meaning in one phase only stands in that phase. */
export type UnitPhase =
  /** `missing` counts what it still waits for: units that it needs or yields to, and in barrier mode its wave. */
  | { name: 'pending'; missing: number }
  | { name: 'ready' }
  | { name: 'asking'; question: Question; before: QuestionBefore }
  | { name: 'working'; to: 'running' | 'gate' | 'needs_person'; why: string | null }
  | { name: 'merging' }
  /** `unchanged` says why its session changed nothing, where that is all there is to prove that it is done. */
  | { name: 'completed'; commit: string | null; unchanged: string | null }
  | { name: 'failed'; reason: string }
  | { name: 'skipped'; reason: string };

export type WaveState = 'waiting' | 'begun' | 'over';

export interface Unit {
  phase: UnitPhase;
  attempts: number;
  /** Of the last attempt. */
  session_id: string | null;
  /** The next attempt goes on with the session of the last one. */
  goes_on: boolean;
  /** How often its work did not fit in this attempt. */
  conflicts: number;
  /** Why its session changed nothing, in this attempt; null where it changed something or was not asked. */
  unchanged: string | null;
  /** What a person said to its questions, for the agent to read. */
  answers: { question: string; text: string }[];
  /** Its decisions and actions are made; a person has not to be asked again. */
  cleared: boolean;
  started_at: string | null;
  ended_at: string | null;
}

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
  marking: ReadonlySet<string>;
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
export type RunDraft = { [K in RunEventKind]: { kind: K; data: RunEventData[K] } }[RunEventKind];

export function draft<K extends RunEventKind>(kind: K, data: RunEventData[K]): RunDraft {
  // The compiler cannot see that kind and data belong together through the type parameter.
  return { kind, data } as RunDraft;
}

export function eventOf(run: string, { kind, data }: RunDraft, at: string): NewRunEvent {
  return { kind, at, session_id: null, run_id: run, data } as NewRunEvent;
}

/** Whether a unit is over: nothing will happen to it unless a person asks for it. */
export function isOver({ phase }: Unit): boolean {
  return phase.name === 'completed' || phase.name === 'failed' || phase.name === 'skipped';
}

/** Whether a unit uses one of the run's places. One whose session waits for a person does not. */
export function isActive({ phase }: Unit): boolean {
  return (phase.name === 'working' && phase.to !== 'needs_person') || phase.name === 'merging';
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
