/** Applies an event to a run: pure, total, and identical for a new and a replayed event. */
import { later } from '../../base/later.ts';
import type { RunEventData, RunEventKind } from '../../contract/run-event.ts';
import { initialRun } from './initial.ts';
import type { Run, PendingRunEvent, RunPhase } from './state.ts';
import type { UnitPhase } from './unit.ts';
import { expect, fromTheStart, setUnit } from './units.ts';

type Table = {
  [K in Exclude<RunEventKind, 'run.created'>]: (run: Run, data: RunEventData[K], at: string) => Run;
};

/** @param at time of the event, ISO 8601 UTC */
export function evolveRun(run: Run, { kind, data }: PendingRunEvent, at: string): Run {
  if (kind === 'run.created') return initialRun(run.id, data, at);
  // One entry per kind, so the entry matches the data of the kind.
  const after = (table[kind] as (run: Run, data: unknown, at: string) => Run)(run, data, at);
  return keepTime(run, after, at);
}

const table: Table = {
  'run.branched': (run, { branch }) => ({
    ...run,
    branch: { name: branch, tip: run.spec.base_commit },
    phase: run.phase.name === 'branching' ? { name: 'running' } : run.phase,
  }),
  'wave.started': (run, { wave }) => {
    const begun: Run = { ...run, waves: run.waves.with(wave - 1, 'begun') };
    if (run.spec.waves !== 'barrier') return begun;
    return run.graph.wave.reduce(
      (state, of, index) => (of === wave ? expect(state, index, -1) : state),
      begun,
    );
  },
  'wave.completed': (run, { wave }) => ({ ...run, waves: run.waves.with(wave - 1, 'over') }),
  'unit.started': (run, { unit, attempt, session_id }, at) =>
    change(run, unit, {
      phase: { name: 'working', to: 'running', why: null },
      attempts: attempt,
      session_id,
      goes_on: false,
      conflicts: 0,
      unchanged: null,
      started_at: at,
      ended_at: null,
    }),
  'unit.moved': (run, { unit, to, why }) => change(run, unit, { phase: { name: 'working', to, why } }),
  'unit.merging': (run, { unit }) => change(run, unit, { phase: { name: 'merging' } }),
  'unit.conflicted': (run, { unit }) =>
    change(run, unit, {
      phase: working,
      conflicts: (run.units[run.place.get(unit) ?? -1]?.conflicts ?? 0) + 1,
    }),
  'unit.unchanged': (run, { unit, reason }) => change(run, unit, { unchanged: reason }),
  'unit.completed': (run, { unit, commit, tip, unchanged = null }, at) =>
    change(awaitMark({ ...run, branch: run.branch && { ...run.branch, tip } }, unit), unit, {
      phase: { name: 'completed', commit, unchanged },
      ended_at: at,
    }),
  'unit.failed': (run, { unit, reason }, at) =>
    change(run, unit, { phase: { name: 'failed', reason }, ended_at: at }),
  'unit.skipped': (run, { unit, reason }, at) =>
    change(run, unit, { phase: { name: 'skipped', reason }, ended_at: at }),
  'unit.asked': (run, { unit, question, before }) =>
    change(run, unit, { phase: { name: 'asking', question, before } }),
  'unit.answered': recordAnswer,
  'unit.retried': (run, { unit, goes_on }) => {
    const index = run.place.get(unit) ?? -1;
    return setUnit(run, index, { phase: fromTheStart(run, index), goes_on, ended_at: null });
  },
  'run.paused': (run, { by }) => ({
    ...run,
    phase: { name: 'paused' },
    overspent: run.overspent || by === theBudget,
  }),
  'run.resumed': (run) => ({ ...run, phase: { name: run.branch ? 'running' : 'branching' } }),
  'run.stopping': (run, { by }) => ({ ...run, phase: { name: 'stopping', by } }),
  'run.ended': (run, { status, reason }, at) => ({
    ...run,
    phase: { name: 'ended', status, reason, at, upkeep: null },
  }),
  'run.reopened': (run) => ({ ...run, phase: { name: run.branch ? 'running' : 'branching' } }),
  'run.upkeep_started': (run, { task }) => ({ ...run, phase: withUpkeep(run.phase, task) }),
  'run.upkeep_failed': (run) => ({ ...run, phase: withUpkeep(run.phase, null) }),
  'run.merged': (run, { into, from, commit }) => ({
    ...run,
    merged: { into, from, commit },
    taken_out: null,
    phase: withUpkeep(run.phase, null),
  }),
  'unit.rolled_back': (run, { unit, by }, at) => {
    const reason = `rolled back by ${by}`;
    const { phase } = run;
    const after =
      phase.name === 'ended' && phase.status === 'completed'
        ? { ...phase, status: 'failed' as const, reason: `unit ${unit} was ${reason}` }
        : phase;
    return change({ ...run, phase: after }, unit, { phase: { name: 'failed', reason }, ended_at: at });
  },
  'run.rolled_back': (run, taken) => {
    const after: Run = { ...run, phase: withUpkeep(run.phase, null) };
    return run.branch?.name === taken.into
      ? { ...after, branch: { ...run.branch, tip: taken.commit } }
      : { ...after, merged: null, taken_out: taken };
  },
  'run.abandoned': (run) => ({ ...run, branch: null, phase: withUpkeep(run.phase, null) }),
  'run.time_skipped': (run, { seconds }) => ({
    ...run,
    under_way_since: run.under_way_since && later(run.under_way_since, seconds),
  }),
  'unit.marked': (run, { unit }) => ({
    ...run,
    writingBack: new Set([...run.writingBack].filter((other) => other !== unit)),
  }),
  'run.notice': (run) => run,
};

/** Adds up the running time of a run. */
function keepTime({ under_way_since: since }: Run, after: Run, at: string): Run {
  const { name } = after.phase;
  if (name !== 'paused' && name !== 'ended')
    return since === null ? { ...after, under_way_since: at } : after;
  if (since === null) return after;
  return { ...after, under_way_since: null, worked_ms: after.worked_ms + Date.parse(at) - Date.parse(since) };
}

/** The name under which a run pauses that has exceeded its budget. */
export const theBudget = 'budget';

const working: UnitPhase = { name: 'working', to: 'running', why: null };

function change(run: Run, unit: string, data: Parameters<typeof setUnit>[2]): Run {
  return setUnit(run, run.place.get(unit) ?? -1, data);
}

/** With `--write-back`, the run waits for the mark in its document. */
function awaitMark(run: Run, unit: string): Run {
  return run.spec.write_back ? { ...run, writingBack: new Set([...run.writingBack, unit]) } : run;
}

function recordAnswer(run: Run, { unit, accepted, text }: RunEventData['unit.answered'], at: string): Run {
  const index = run.place.get(unit) ?? -1;
  const before = run.units[index];
  if (before?.phase.name !== 'asking') return run;
  const { question, before: what } = before.phase;
  const answers = text === null ? before.answers : [...before.answers, { question: question.text, text }];
  if (!accepted)
    return what === 'merge' && text !== null ? setUnit(run, index, { phase: working, answers }) : run;
  const phases: Record<typeof what, UnitPhase> = {
    start: fromTheStart(run, index),
    merge: { name: 'merging' },
    end: { name: 'completed', commit: null, unchanged: null },
  };
  return setUnit(what === 'end' ? awaitMark(run, unit) : run, index, {
    phase: phases[what],
    answers,
    cleared: true,
    goes_on: what === 'start' && question.kind === 'trouble',
    ended_at: what === 'end' ? at : null,
  });
}

function withUpkeep(phase: RunPhase, upkeep: Extract<RunPhase, { name: 'ended' }>['upkeep']): RunPhase {
  return phase.name === 'ended' ? { ...phase, upkeep } : phase;
}

/** Returns the run after several events. */
export function advanceRun(run: Run, pendingEvents: readonly PendingRunEvent[], at: string): Run {
  return pendingEvents.reduce((state, entry) => evolveRun(state, entry, at), run);
}
