import { printableLine } from '../base/printable.ts';
import type { SessionView } from '../contract/session.ts';

/** A session in one plain line, as the answer to a command about it. */
export function sessionLine({ id, status, phase, name, reason }: SessionView): string {
  const why = reason === null ? '' : `  (${printableLine(reason)})`;
  return `${id}  ${status} (${phase})  ${printableLine(name, 60)}${why}`;
}
