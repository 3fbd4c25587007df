/** Resumes the work of an earlier daemon, after a shutdown or a crash. Safe to repeat. */
import type { PendingCommand } from '../../store/commit.ts';
import type { Deps } from '../deps.ts';
import { readRow, type UnfinishedWork, type LiveSessions } from '../session/live-sessions.ts';

/**
 * Restores state, journal position and unfinished effects of every session that is not at rest. The journal keeper then
 * finds out about its agent: if it still runs, reading continues; if it exited, its exit is recorded; if it vanished,
 * the session decides.
 */
export async function recover(
  deps: Deps,
  liveSessions: LiveSessions,
  pending: readonly PendingCommand[],
): Promise<void> {
  const [rows, effects] = await Promise.all([
    deps.store.read('openSessions'),
    deps.store.read('effects', 'sessions'),
  ]);
  const left = Map.groupBy(effects, ({ owner }) => owner);
  const unfinishedOf = (id: string): UnfinishedWork => ({
    effects: left.get(id) ?? [],
    commands: pending.filter(({ owner }) => owner === id),
  });
  for (const row of rows) {
    liveSessions.add(readRow(row), unfinishedOf(row.id));
    left.delete(row.id);
  }
  for (const id of left.keys()) {
    const row = await deps.store.read('session', id);
    if (row) liveSessions.add(readRow(row), unfinishedOf(id));
  }
  if (rows.length > 0) deps.log.info('took up sessions', { sessions: rows.length, effects: effects.length });
}
