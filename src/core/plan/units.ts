/** Propagates a change of one unit to the run: which units are ready, how many are working, which waves are open. */
import { recount } from './tally.ts';
import type { Run } from './state.ts';
import { isActive, isOver, type Unit, type UnitPhase } from './unit.ts';

/** Applies a change of a unit. Every change must go through here, so that the run's totals stay correct. */
export function setUnit(run: Run, index: number, change: Partial<Unit>): Run {
  const before = run.units[index];
  if (!before) return run;
  const after: Unit = { ...before, ...change };
  const wave = (run.graph.wave[index] ?? 1) - 1;
  const weight = run.graph.weight[index] ?? 1;
  const opened = Number(isOver(before)) - Number(isOver(after));
  let next: Run = {
    ...run,
    units: run.units.with(index, after),
    tally: recount(recount(run.tally, before, weight, -1), after, weight, 1),
    ready: readyAfter(run, index, after.phase),
    active: run.active + Number(isActive(after)) - Number(isActive(before)),
    open: opened === 0 ? run.open : run.open.with(wave, (run.open[wave] ?? 0) + opened),
    waves: opened > 0 && run.waves[wave] === 'over' ? run.waves.with(wave, 'begun') : run.waves,
  };
  const met = Number(after.phase.name === 'completed') - Number(before.phase.name === 'completed');
  if (met !== 0) for (const later of run.behind.needs[index] ?? []) next = expect(next, later, -met);
  if (opened !== 0) for (const later of run.behind.yields[index] ?? []) next = expect(next, later, opened);
  return next;
}

/** Changes the number of blockers of a unit that has not begun. */
export function expect(run: Run, index: number, change: number): Run {
  const phase = run.units[index]?.phase;
  if (phase?.name !== 'pending' && phase?.name !== 'ready') return run;
  return setUnit(run, index, { phase: waiting((phase.name === 'pending' ? phase.missing : 0) + change) });
}

/** Returns the first phase of a unit that starts again, with its current blockers. */
export function fromTheStart(run: Run, index: number): UnitPhase {
  const is = (other: number, over: boolean) => {
    const unit = run.units[other];
    return unit !== undefined && (over ? isOver(unit) : unit.phase.name === 'completed');
  };
  const needs = (run.graph.needs[index] ?? []).filter((other) => !is(other, false)).length;
  const yields = (run.graph.yields_to[index] ?? []).filter((other) => !is(other, true)).length;
  const held = run.spec.waves === 'barrier' && run.waves[(run.graph.wave[index] ?? 1) - 1] === 'waiting';
  return waiting(needs + yields + Number(held));
}

function waiting(missing: number): UnitPhase {
  return missing > 0 ? { name: 'pending', missing } : { name: 'ready' };
}

function readyAfter(run: Run, index: number, phase: UnitPhase): readonly number[] {
  const at = run.ready.indexOf(index);
  const is = phase.name === 'ready';
  if (at >= 0 === is) return run.ready;
  if (at >= 0) return run.ready.toSpliced(at, 1);
  const place = run.ready.findIndex((other) => moreUrgent(run, index, other) < 0);
  return run.ready.toSpliced(place < 0 ? run.ready.length : place, 0, index);
}

/**
 * Orders ready units: first those that only need a person, because asking costs no slot; then by the longest path to
 * the end, which minimises the total time; then by the document.
 */
export function moreUrgent(run: Run, a: number, b: number): number {
  const asks = (index: number) =>
    Number(run.plan.units[index]?.kind !== 'auto' || personSteps(run, index).length > 0);
  const weight = (index: number) => run.graph.weight[index] ?? 1;
  return asks(b) - asks(a) || weight(b) - weight(a) || a - b;
}

/** Returns a person's decisions and actions before an agent can begin. */
export function personSteps({ plan }: Run, index: number): { title: string; kind: 'decide' | 'act' }[] {
  return (plan.units[index]?.steps ?? []).flatMap(({ title, kind, done }) =>
    !done && (kind === 'decide' || kind === 'act') ? [{ title, kind }] : [],
  );
}
