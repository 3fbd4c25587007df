import { pendingEvent, type Run, type PendingRunEvent } from './state.ts';
import { isOver } from './unit.ts';

/** Fails a unit and skips the units that depend on it, directly or indirectly. */
export function failUnit(run: Run, index: number, reason: string): PendingRunEvent[] {
  const unit = run.plan.units[index]?.id ?? '';
  return [pendingEvent('unit.failed', { unit, reason }), ...skipBehind(run, index, `${unit} failed`)];
}

export function skipUnit(run: Run, index: number, by: string): PendingRunEvent[] {
  const unit = run.plan.units[index]?.id ?? '';
  return [
    pendingEvent('unit.skipped', { unit, reason: `skipped by ${by}` }),
    ...skipBehind(run, index, `${unit} was skipped`),
  ];
}

function skipBehind(run: Run, index: number, why: string): PendingRunEvent[] {
  return reach(run, index)
    .filter((other) => !isOver(run.units[other] ?? assertNever()))
    .map((other) =>
      pendingEvent('unit.skipped', {
        unit: run.plan.units[other]?.id ?? '',
        reason: `${why}, which it depends on`,
      }),
    );
}

/** Returns all units that depend on one, directly or indirectly, the nearest first. */
export function reach(run: Run, index: number): number[] {
  const found = new Set<number>([index]);
  for (const at of found) for (const later of run.behind.needs[at] ?? []) found.add(later);
  found.delete(index);
  return [...found];
}

function assertNever(): never {
  throw new Error('a unit without a state');
}
