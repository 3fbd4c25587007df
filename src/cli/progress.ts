import { printableLine } from '../base/printable.ts';
import type { SessionView } from '../contract/session.ts';
import type { Context } from './context.ts';
import type { Output } from './output.ts';
import { painter } from './paint.ts';
import { sessionRows } from './session-rows.ts';
import { createScreen } from './screen.ts';
import { waitingText } from './waiting-text.ts';
import { fitLine } from './text/fit-line.ts';
import { padRight } from './text/columns.ts';

/**
 * Shows the progress of sessions: on a terminal as a list that updates in place, elsewhere as a line on standard
 * error for each change of status.
 */
export function createProgress(context: Context, output: Output): (sessions: SessionView[]) => void {
  if (output.json) return () => {};
  if (output.lively) {
    const screen = createScreen(context.stdout);
    const paint = painter(true);
    return (sessions) => screen.show(sessionRows(sessions, paint, Date.now(), context.stdout.columns));
  }
  const told = new Map<string, string>();
  return (sessions) => {
    for (const session of sessions) {
      const { id, name, status, reason, attention, waiting } = session;
      const line = [
        `${id}  ${padRight(status, 9)}  ${fitLine(name, 60)}`,
        ...(reason ? [printableLine(reason)] : []),
        ...(waiting ? [printableLine(waitingText(waiting))] : []),
        ...(attention.includes('approval') ? [`needs an approval: fairlead approvals`] : []),
      ].join('  ');
      if (told.get(id) === line) continue;
      told.set(id, line);
      output.note(line);
    }
  };
}
