import type { Client } from '../client/client.ts';
import type { SessionView } from '../contract/session.ts';

/** Whether a session is done with what it was last asked for. */
export function isSettled({ status }: SessionView): boolean {
  return status === 'completed' || status === 'failed';
}

/**
 * Waits until all sessions are settled.
 *
 * @param onChange called with all of them, now and after every change
 * @returns the sessions as they are then, in the order of `ids`; undefined where `signal` aborted first
 */
export async function awaitSessions(
  client: Client,
  ids: readonly string[],
  signal: AbortSignal,
  onChange: (sessions: SessionView[]) => void = () => {},
): Promise<SessionView[] | undefined> {
  const done = new AbortController();
  const both = AbortSignal.any([signal, done.signal]);
  for await (const { now } of client.live(both)) {
    const sessions = ids.flatMap((id) => now.sessions.filter((session) => session.id === id));
    onChange(sessions);
    if (sessions.length < ids.length || !sessions.every(isSettled)) continue;
    done.abort();
    return sessions;
  }
  if (signal.aborted) return undefined;
  // The daemon ended: its sessions go on, and so the answer is where they stood.
  return Promise.all(ids.map((id) => client.session(id)));
}

/**
 * Waits until it is decided of all sessions whether they begin or have to wait.
 *
 * @returns all sessions of the daemon as they are then; undefined where `signal` aborted first, or the daemon ended
 */
export async function awaitPlaced(
  client: Client,
  started: readonly SessionView[],
  signal: AbortSignal,
): Promise<SessionView[] | undefined> {
  const ids = new Set(started.map(({ id }) => id));
  const done = new AbortController();
  for await (const { now } of client.live(AbortSignal.any([signal, done.signal]))) {
    if (now.sessions.some(({ id, phase, waiting }) => ids.has(id) && phase === 'queued' && !waiting))
      continue;
    done.abort();
    return now.sessions;
  }
  return undefined;
}

/** The exit status that sessions come to: the first that applies. */
export function statusOfSessions(sessions: readonly SessionView[]): number {
  const outcomes = sessions.map(({ outcome, status }) => ({ outcome, status }));
  if (outcomes.every(({ status }) => status === 'completed')) return 0;
  const failed = outcomes.filter(({ status }) => status === 'failed');
  if (failed.every(({ outcome }) => outcome?.kind === 'stopped' || outcome?.kind === 'interrupted')) return 4;
  if (
    failed.every(({ outcome }) => outcome?.kind === 'failed' && ['limit', 'budget'].includes(outcome.failure))
  )
    return 6;
  return 1;
}
