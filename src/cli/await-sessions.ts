import type { Client } from '../client/client.ts';
import type { FailureKind, SessionView } from '../contract/session.ts';

/** Whether a session has finished its last prompt. */
function isSettled({ status }: SessionView): boolean {
  return status === 'completed' || status === 'failed';
}

/** Whether it is blocked on a person: on an answer or on a resume. */
export function isHeldByPerson({ attention, phase }: SessionView): boolean {
  return attention.includes('approval') || attention.includes('question') || phase === 'paused';
}

export interface Awaiting {
  /** Stops waiting when every unsettled session is blocked on a person. */
  unattended?: boolean | undefined;
  /** Called with all sessions, now and after every change. */
  onChange?: (sessions: SessionView[]) => void;
}

/**
 * Waits until all sessions are settled.
 *
 * @returns the sessions in that state, in the order of `ids`; undefined if `signal` aborted first
 */
export async function awaitSessions(
  client: Client,
  ids: readonly string[],
  signal: AbortSignal,
  { unattended = false, onChange }: Awaiting = {},
): Promise<SessionView[] | undefined> {
  const done = new AbortController();
  const both = AbortSignal.any([signal, done.signal]);
  for await (const { now } of client.live(both)) {
    const sessions = ids.flatMap((id) => now.sessions.filter((session) => session.id === id));
    onChange?.(sessions);
    const isOver = (session: SessionView) => isSettled(session) || (unattended && isHeldByPerson(session));
    if (sessions.length < ids.length || !sessions.every(isOver)) continue;
    done.abort();
    return sessions;
  }
  if (signal.aborted) return undefined;
  // The daemon ended while its sessions continue: return their current state.
  return Promise.all(ids.map((id) => client.session(id)));
}

/**
 * Waits until admission has decided for each session whether it starts or waits.
 *
 * @returns all sessions of the daemon in that state; undefined if `signal` aborted first or the daemon ended
 */
export async function awaitPlaced(
  client: Client,
  started: readonly SessionView[],
  signal: AbortSignal,
): Promise<readonly SessionView[] | undefined> {
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

/** Returns the exit status for the sessions: the first that applies. */
export function statusOfSessions(sessions: readonly SessionView[]): number {
  const open = sessions.filter((session) => !isSettled(session));
  // Otherwise the daemon has ended while they continue.
  if (open.length > 0) return open.every(isHeldByPerson) ? 3 : 69;
  const outcomes = sessions.map(({ outcome, status }) => ({ outcome, status }));
  if (outcomes.every(({ status }) => status === 'completed')) return 0;
  const failed = outcomes.filter(({ status }) => status === 'failed');
  if (failed.every(({ outcome }) => outcome?.kind === 'stopped' || outcome?.kind === 'interrupted')) return 4;
  const failedBy = (...kinds: FailureKind[]) =>
    failed.every(({ outcome }) => outcome?.kind === 'failed' && kinds.includes(outcome.failure));
  if (failedBy('limit', 'budget')) return 6;
  return failedBy('configuration') ? 78 : 1;
}
