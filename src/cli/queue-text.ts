import { printableLine } from '../base/printable.ts';
import type { SessionView } from '../contract/session.ts';
import { waitingText } from './waiting-text.ts';
import { fitLine } from './text/fit-line.ts';

/** Number of sessions that the line names; more are counted. */
const named = 3;

/** Formats which sessions wait, why, and how to start them; undefined if none waits. */
export function queueText(sessions: readonly SessionView[]): string | undefined {
  const waiting = sessions.flatMap((session) =>
    session.waiting ? [{ ...session, waiting: session.waiting }] : [],
  );
  const [first] = waiting;
  if (!first) return undefined;
  const reasons = [...Map.groupBy(waiting, (session) => waitingText(session.waiting))].map(
    ([reason, group]) => {
      const names = group.slice(0, named).map(({ name }) => fitLine(name, 40));
      const more = group.length > named ? ` and ${group.length - named} more` : '';
      return `${printableLine(reason)}; waiting: ${names.join(', ')}${more}`;
    },
  );
  return [...reasons, `start one now, ignoring limits: fairlead launch ${first.id}`].join('\n');
}
