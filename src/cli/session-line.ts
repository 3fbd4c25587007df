import { printableLine } from '../base/printable.ts';
import type { SessionView } from '../contract/session.ts';
import { waitingText } from './waiting-text.ts';
import { fitLine } from './text/fit-line.ts';

/** A session in one plain line, as the answer to a command about it. */
export function sessionLine({ id, status, phase, name, reason, waiting }: SessionView): string {
  const told = reason ?? (waiting ? waitingText(waiting) : null);
  const why = told === null ? '' : `  (${printableLine(told)})`;
  return `${id}  ${status} (${phase})  ${fitLine(name, 60)}${why}`;
}
