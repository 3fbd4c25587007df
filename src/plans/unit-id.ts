import { keepStart } from '../base/cut-text.ts';

/** Maximum characters of an id in fairlead's own format. */
export const maximumId = 200;

/** @returns whether it can identify a unit on a command line, in `RUN/UNIT` and in a list of dependencies */
export function isUnitId(id: string): boolean {
  return id.length <= maximumId && /^[^\s-]\S*$/u.test(id);
}

/** @returns the id of a document in a form that can identify a unit */
export function unitId(written: string): string {
  return keepStart(written.replaceAll(/\s+/g, '-').replace(/^-+/, ''), maximumId - 10);
}
