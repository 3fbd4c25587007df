import { printableLine } from '../base/printable.ts';
import type { SessionView } from '../contract/session.ts';
import { waitingText } from './waiting-text.ts';
import { fitLine } from './text/fit-line.ts';

/** Formats a session as one plain line, for the answer to a command. */
export function sessionLine({ id, status, phase, name, reason, waiting }: SessionView): string {
  const told = reason ?? (waiting ? waitingText(waiting) : null);
  const why = told === null ? '' : `  (${printableLine(told)})`;
  return `${id}  ${status} (${phase})  ${fitLine(name, 60)}${why}`;
}
