/** Views of runs, supervised and stored. */
import type { RunView, UnitView } from '../../contract/run.ts';
import type { Run } from '../../core/plan/state.ts';
import { summaryOf, unitViewOf } from '../../core/plan/view.ts';
import type { StoredRun } from '../../store/read.ts';

/**
 * @param cost US dollars
 * @param now milliseconds since 1970
 */
export function headOfRun(run: Run, cost: number, now: number): Omit<RunView, 'units'> {
  const { phase } = run;
  return {
    ...summaryOf(run),
    pid: phase.name === 'ended' ? null : process.pid,
    last_heartbeat: phase.name === 'ended' ? phase.at : new Date(now).toISOString(),
    cost_usd: cost,
  };
}

export function viewOfRun(run: Run, cost: number, now: number): RunView {
  return { ...headOfRun(run, cost, now), units: unitsOf(run) };
}

export function unitsOf(run: Run): UnitView[] {
  return run.units.map((_, place) => unitViewOf(run, place));
}

/** A run that has not ended and is not supervised belongs to a daemon that crashed. */
export function viewOfStoredRun({ view, units, cost_usd }: StoredRun): RunView {
  const status = view.ended_at === null ? 'crashed' : view.status;
  const last_heartbeat = view.ended_at ?? view.started_at;
  return { ...view, status, pid: null, last_heartbeat, cost_usd, units };
}
