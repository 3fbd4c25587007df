import type { UnitDraft } from './draft.ts';

/** Above so many edges between two stages, the later stage is joined through its first unit. */
const maximumEdges = 20_000;

/** Each unit after the one before it. */
export function inSequence(units: readonly UnitDraft[]): void {
  for (const [index, unit] of units.entries()) {
    const before = units[index - 1];
    if (before) unit.after.push(before);
  }
}

/**
 * All of `later` after all of `earlier`. Where that would take very many edges, the first of `later` waits for all of
 * `earlier` and the others for the first: the same order between the stages, a little less at once within the later.
 */
export function inStages(earlier: readonly UnitDraft[], later: readonly UnitDraft[]): void {
  const [first, ...others] = later;
  if (earlier.length * later.length <= maximumEdges) for (const unit of later) unit.after.push(...earlier);
  else if (first) {
    for (const unit of earlier) first.after.push(unit);
    for (const unit of others) unit.after.push(first);
  }
}

/** @returns those that none of the others waits for */
export function lastOf(units: readonly UnitDraft[]): UnitDraft[] {
  const awaited = new Set(units.flatMap((unit) => unit.after));
  return units.filter((unit) => !awaited.has(unit));
}

/** @returns those that none of the others waits for, by the order of the document or by name */
export function endsOf(units: readonly UnitDraft[]): UnitDraft[] {
  const awaited = new Set(units.flatMap((unit) => unit.needs).map((need) => need.toLowerCase()));
  return lastOf(units).filter(
    (unit) => ![unit.id, ...unit.names].some((name) => awaited.has(name.toLowerCase())),
  );
}
