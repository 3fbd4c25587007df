/** How long a run took, from what it says of its units, and the least that it could have taken. */
import type { RunView } from '../../src/contract/run.ts';

/** Seconds from the first start of a unit to the last end of one. */
export function makespanOf({ units }: RunView): number {
  const ends = units.map(({ ended_at }) => Date.parse(ended_at ?? ''));
  const starts = units.map(({ started_at }) => Date.parse(started_at ?? ''));
  return (Math.max(...ends) - Math.min(...starts)) / 1_000;
}

/** Seconds from the start of a unit until its work was merged. */
export function unitTime({ units }: RunView, id: string): number {
  const unit = units.find((entry) => entry.id === id);
  return (Date.parse(unit?.ended_at ?? '') - Date.parse(unit?.started_at ?? '')) / 1_000;
}

/**
 * No order of the units can take less: the longest way through the graph, and all work spread over all slots.
 *
 * @param units each after what it depends on
 */
export function leastTime(
  units: readonly { id: string; after?: string[] }[],
  slots: number,
  length: (id: string, number: number) => number,
): number {
  const ends = new Map<string, number>();
  let work = 0;
  for (const [number, { id, after = [] }] of units.entries()) {
    const alone = length(id, number);
    work += alone;
    ends.set(id, alone + Math.max(0, ...after.map((before) => ends.get(before) ?? 0)));
  }
  return Math.max(work / slots, ...ends.values());
}
