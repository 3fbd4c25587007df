import type { RunEventData } from '../../contract/run-event.ts';
import { graphOf } from './graph.ts';
import type { Run } from './state.ts';
import { isOver, type Unit } from './unit.ts';
import { emptyTally, recount } from './tally.ts';
import { moreUrgent } from './units.ts';

/** Returns the initial run; units that the document marks as done are completed from the start. */
export function initialRun(id: string, { spec, plan }: RunEventData['run.created'], at: string): Run {
  const graph = graphOf(plan, !spec.allow_overlap);
  const behind = { needs: invert(graph.needs), yields: invert(graph.yields_to) };
  const done = (index: number) => plan.units[index]?.done ?? false;
  const units = plan.units.map((_, index): Unit => {
    const before = [...(graph.needs[index] ?? []), ...(graph.yields_to[index] ?? [])];
    const missing = before.filter((other) => !done(other)).length + (spec.waves === 'barrier' ? 1 : 0);
    const phase = done(index)
      ? ({ name: 'completed', commit: null, unchanged: null } as const)
      : missing > 0
        ? ({ name: 'pending', missing } as const)
        : ({ name: 'ready' } as const);
    return {
      phase,
      attempts: 0,
      session_id: null,
      goes_on: false,
      conflicts: 0,
      unchanged: null,
      answers: [],
      cleared: false,
      started_at: null,
      ended_at: null,
    };
  });
  const open = graph.layers.map(() => 0);
  for (const [index, unit] of units.entries())
    if (!isOver(unit)) open[(graph.wave[index] ?? 1) - 1] = (open[(graph.wave[index] ?? 1) - 1] ?? 0) + 1;
  const tally = units.reduce(
    (sums, unit, index) => recount(sums, unit, graph.weight[index] ?? 1, 1),
    emptyTally,
  );
  const run: Run = {
    id,
    spec,
    plan,
    graph,
    behind,
    place: new Map(plan.units.map(({ id: unit }, index) => [unit, index])),
    phase: { name: 'branching' },
    branch: null,
    merged: null,
    taken_out: null,
    units,
    tally,
    ready: [],
    active: 0,
    writingBack: new Set(),
    open,
    waves: open.map((left) => (left === 0 ? 'over' : 'waiting')),
    overspent: false,
    started_at: at,
    worked_ms: 0,
    under_way_since: at,
  };
  const ready = [...units.keys()].filter((index) => units[index]?.phase.name === 'ready');
  return { ...run, ready: ready.toSorted((a, b) => moreUrgent(run, a, b)) };
}

function invert(edges: readonly number[][]): number[][] {
  const inverted: number[][] = edges.map(() => []);
  for (const [index, list] of edges.entries()) for (const other of list) inverted[other]?.push(index);
  return inverted;
}
