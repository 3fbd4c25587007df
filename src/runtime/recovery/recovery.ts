/** Taking up where an earlier daemon left off, however it ended. Doing it twice changes nothing. */
import type { PendingCommand } from '../../store/commit.ts';
import type { Deps } from '../deps.ts';
import { readRow, type LeftBehind, type LiveSessions } from '../session/live-sessions.ts';

/**
 * Every session that is not at rest gets its state, its place in the journal and its undone effects back. What became
 * of its agent meanwhile is seen by whoever follows the journal: alive and the same, it is read on; ended, it is
 * finished; gone, the session decides.
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
  const leftOf = (id: string): LeftBehind => ({
    effects: left.get(id) ?? [],
    commands: pending.filter(({ owner }) => owner === id),
  });
  for (const row of rows) {
    liveSessions.add(readRow(row), leftOf(row.id));
    left.delete(row.id);
  }
  for (const id of left.keys()) {
    const row = await deps.store.read('session', id);
    if (row) liveSessions.add(readRow(row), leftOf(id));
  }
  if (rows.length > 0) deps.log.info('took up sessions', { sessions: rows.length, effects: effects.length });
}
