import type { LiveSessions } from '../session/live-sessions.ts';

/** Judges all pending calls again after a session added or lost a rule. Safe to repeat. */
export async function judgeAgain(
  { liveSessions }: { liveSessions: LiveSessions },
  session: string,
  by: string,
): Promise<void> {
  const changed = await liveSessions.find(session);
  const waiting = [...liveSessions.cells()].filter(
    (cell) => cell === changed || cell.session.asks.length > 0,
  );
  await Promise.all(waiting.map((cell) => cell.report({ type: 'policy_changed', by })));
}
