import { draft, type Run, type RunDraft } from './state.ts';
import { isOver } from './unit.ts';

/** A unit fails; what depends on it, directly or not, is skipped, and nothing else. */
export function failUnit(run: Run, index: number, reason: string): RunDraft[] {
  const unit = run.plan.units[index]?.id ?? '';
  return [draft('unit.failed', { unit, reason }), ...skipBehind(run, index, `${unit} failed`)];
}

export function skipUnit(run: Run, index: number, by: string): RunDraft[] {
  const unit = run.plan.units[index]?.id ?? '';
  return [
    draft('unit.skipped', { unit, reason: `skipped by ${by}` }),
    ...skipBehind(run, index, `${unit} was skipped`),
  ];
}

function skipBehind(run: Run, index: number, why: string): RunDraft[] {
  return reach(run, index)
    .filter((other) => !isOver(run.units[other] ?? never()))
    .map((other) =>
      draft('unit.skipped', { unit: run.plan.units[other]?.id ?? '', reason: `${why}, which it depends on` }),
    );
}

/** All units that depend on one, directly or not, the nearest first. */
export function reach(run: Run, index: number): number[] {
  const found = new Set<number>([index]);
  for (const at of found) for (const later of run.behind.needs[at] ?? []) found.add(later);
  found.delete(index);
  return [...found];
}

function never(): never {
  throw new Error('a unit without a state');
}
