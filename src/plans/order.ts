import type { UnitDraft } from './draft.ts';

/** Maximum number of edges between two stages; beyond it, the later stage is joined through its first unit. */
const maximumEdges = 20_000;

/** Puts each unit after the one before it. */
export function inSequence(units: readonly UnitDraft[]): void {
  for (const [index, unit] of units.entries()) {
    const before = units[index - 1];
    if (before) unit.after.push(before);
  }
}

/**
 * Puts all of `later` after all of `earlier`. If that would take too many edges, the first of `later` waits for all
 * of `earlier` and the others for the first: the same order between the stages, with less parallelism in the later
 * one.
 */
export function inStages(earlier: readonly UnitDraft[], later: readonly UnitDraft[]): void {
  const [first, ...others] = later;
  if (earlier.length * later.length <= maximumEdges) for (const unit of later) unit.after.push(...earlier);
  else if (first) {
    for (const unit of earlier) first.after.push(unit);
    for (const unit of others) unit.after.push(first);
  }
}

/** @returns the units that no other unit waits for */
export function lastOf(units: readonly UnitDraft[]): UnitDraft[] {
  const awaited = new Set(units.flatMap((unit) => unit.after));
  return units.filter((unit) => !awaited.has(unit));
}

/** @returns the units that no other unit waits for, by the order of the document or by name */
export function endsOf(units: readonly UnitDraft[]): UnitDraft[] {
  const awaited = new Set(units.flatMap((unit) => unit.needs).map((need) => need.toLowerCase()));
  return lastOf(units).filter(
    (unit) => ![unit.id, ...unit.names].some((name) => awaited.has(name.toLowerCase())),
  );
}
