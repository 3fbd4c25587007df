/** Totals over a run's units, updated with every change: so a view of a run costs the same whatever its size. */
import { isOver, type Unit, type UnitPhase } from './unit.ts';

export interface Tally {
  units: Readonly<Record<UnitPhase['name'], number>>;
  /** Number of completed units without changes. */
  unchanged: number;
  /** Number of units that have not ended, by the length of the longest path to the end. */
  ahead: readonly number[];
  /** Units completed by an agent, and their total milliseconds. */
  took: { units: number; ms: number };
}

export const emptyTally: Tally = {
  units: {
    pending: 0,
    ready: 0,
    asking: 0,
    working: 0,
    merging: 0,
    completed: 0,
    failed: 0,
    skipped: 0,
  },
  unchanged: 0,
  ahead: [],
  took: { units: 0, ms: 0 },
};

/** @param by 1 to add the unit, -1 to remove it */
export function recount(tally: Tally, unit: Unit, weight: number, by: 1 | -1): Tally {
  const { name } = unit.phase;
  const { ahead, took } = tally;
  const ms = timeOf(unit);
  return {
    units: { ...tally.units, [name]: tally.units[name] + by },
    unchanged: tally.unchanged + (isUnchanged(unit) ? by : 0),
    ahead: isOver(unit) ? ahead : changed(ahead, weight, by),
    took: ms === null ? took : { units: took.units + by, ms: took.ms + by * ms },
  };
}

function isUnchanged({ phase }: Unit): boolean {
  return phase.name === 'completed' && phase.unchanged !== null;
}

function changed(ahead: readonly number[], weight: number, by: 1 | -1): readonly number[] {
  const counts = [...ahead];
  while (counts.length <= weight) counts.push(0);
  counts[weight] = (counts[weight] ?? 0) + by;
  return counts;
}

/** Milliseconds. */
function timeOf({ phase, started_at, ended_at }: Unit): number | null {
  return phase.name === 'completed' && started_at !== null && ended_at !== null
    ? Math.max(0, Date.parse(ended_at) - Date.parse(started_at))
    : null;
}
