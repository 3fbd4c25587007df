import { evolve } from './evolve.ts';
import type { PendingEvent, Session } from './state.ts';

/** Drafts, and after them what follows from the state that they lead to. */
export function thenDecide(
  session: Session,
  pendingEvents: PendingEvent[],
  at: string,
  next: (session: Session) => PendingEvent[],
): PendingEvent[] {
  return [...pendingEvents, ...next(advance(session, pendingEvents, at))];
}

export function advance(session: Session, pendingEvents: readonly PendingEvent[], at: string): Session {
  return pendingEvents.reduce((state, entry) => evolve(state, entry, at), session);
}
