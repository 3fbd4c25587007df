/** A unit of a run as typed: `RUN/UNIT`. Run ids have no slash; unit ids may. */
export interface UnitSelector {
  run: string;
  unit: string;
}

/** @returns undefined if no unit is named, as in `RUN` or `RUN/` */
export function parseUnitSelector(typed: string): UnitSelector | undefined {
  const slash = typed.indexOf('/');
  const [run, unit] = [typed.slice(0, slash), typed.slice(slash + 1)];
  return slash < 1 || unit === '' ? undefined : { run, unit };
}
