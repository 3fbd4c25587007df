import { stopWith } from './ending.ts';
import { explanationIn } from './unchanged.ts';
import { pendingEvent, type PendingEvent, type Session } from '../state.ts';

/** The work is proven: ends the session as completed. */
export function complete(
  session: Session,
  { commits, files_changed }: { commits: number; files_changed: number },
): PendingEvent[] {
  const { gates, statement, spec } = session;
  const changed = commits + files_changed > 0;
  const passed = gates.map(({ command }) => ({ command, passed: true }));
  const explained = explanationIn(session.asked_unchanged && !changed ? statement : null);
  const evidence = {
    commits,
    files_changed,
    statement,
    gates: passed,
    ...(explained.kind === 'right' && { unchanged: explained.why }),
  };
  // The work of a unit is reviewed at the end of its run.
  const review = pendingEvent('attention.raised', { kind: 'review', why: 'ready for review' });
  return [
    ...(changed && spec.run_id === null ? [review] : []),
    ...stopWith(session, { kind: 'completed', evidence }, 'completed'),
  ];
}
