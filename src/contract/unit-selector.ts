/** A unit of a run, as it is typed: `RUN/UNIT`. Ids of runs have no slash; those of units may. */
export interface UnitSelector {
  run: string;
  unit: string;
}

/** @returns undefined where no unit is named, as in `RUN` alone or `RUN/` */
export function parseUnitSelector(typed: string): UnitSelector | undefined {
  const slash = typed.indexOf('/');
  const [run, unit] = [typed.slice(0, slash), typed.slice(slash + 1)];
  return slash < 1 || unit === '' ? undefined : { run, unit };
}
