/** The view of a run, and of each unit: pure functions of the state. */
import type { RunProgress, RunStatus, RunSummary, UnitStatus, UnitView } from '../../contract/run.ts';
import type { Run } from './state.ts';
import type { Unit } from './unit.ts';

export function summaryOf(run: Run): RunSummary {
  const { phase, spec } = run;
  return {
    id: run.id,
    plan: spec.plan,
    title: spec.title,
    repo: spec.repo,
    status: statusOf(run),
    reason: phase.name === 'ended' ? phase.reason : null,
    started_at: run.started_at,
    ended_at: phase.name === 'ended' ? phase.at : null,
    branch: run.branch?.name ?? null,
    progress: progressOf(run),
    waves: run.graph.layers,
  };
}

function statusOf({ phase }: Run): RunStatus {
  switch (phase.name) {
    case 'branching':
    case 'running':
      return 'running';
    case 'paused':
    case 'stopping':
      return phase.name;
    case 'ended':
      return phase.status;
  }
}

export function progressOf(run: Run): RunProgress {
  const { failed, skipped, working, merging, asking } = run.tally.units;
  const running = working + merging + asking;
  const total = run.spec.only?.length ?? run.units.length;
  const { unchanged } = run.tally;
  const done = run.tally.units.completed - (run.units.length - total);
  return {
    completed: done - unchanged,
    unchanged,
    running,
    failed,
    skipped,
    pending: total - done - failed - skipped - running,
    total,
    percent: total === 0 ? 100 : Math.floor(((done + failed + skipped) / total) * 100),
    remaining_s: remaining(run),
  };
}

/**
 * Estimates the remaining time: the mean of ended units, with the parallelism of the run, but at least the longest
 * path to the end.
 */
function remaining({ tally, units, spec }: Run): number | null {
  const { ahead, took } = tally;
  if (took.units === 0) return null;
  const { completed, failed, skipped } = tally.units;
  const left = units.length - completed - failed - skipped;
  const longest = Math.max(
    0,
    ahead.findLastIndex((of) => of > 0),
  );
  return Math.round((took.ms / took.units / 1_000) * Math.max(longest, left / spec.max_parallel));
}

export function unitViewOf(run: Run, index: number): UnitView {
  const planned = run.plan.units[index];
  const unit = run.units[index];
  if (!planned || !unit) throw new Error(`no unit at ${index}`);
  return {
    id: planned.id,
    title: planned.title,
    status: isChosen(run, planned.id) ? unitStatus(unit) : 'not_chosen',
    depends_on: planned.depends_on,
    files: planned.files,
    gate: [...planned.gate, ...run.spec.gates],
    wave: run.graph.wave[index] ?? 1,
    session_id: unit.session_id,
    attempts: unit.attempts,
    reason: reasonOf(unit),
    question: unit.phase.name === 'asking' ? unit.phase.question.kind : null,
    commit: unit.phase.name === 'completed' ? unit.phase.commit : null,
    started_at: unit.started_at,
    ended_at: unit.ended_at,
  };
}

function isChosen({ spec }: Run, id: string): boolean {
  return spec.only?.includes(id) ?? true;
}

function unitStatus({ phase }: Unit): UnitStatus {
  if (phase.name === 'working') return phase.to;
  if (phase.name === 'completed' && phase.unchanged !== null) return 'unchanged';
  return phase.name === 'asking' ? 'needs_person' : phase.name;
}

function reasonOf({ phase }: Unit): string | null {
  switch (phase.name) {
    case 'failed':
    case 'skipped':
      return phase.reason;
    case 'asking':
      return `${phase.question.kind}: ${phase.question.text}`;
    case 'working':
      return phase.why;
    case 'completed':
      return phase.unchanged;
    default:
      return null;
  }
}
