import { evolve } from './evolve.ts';
import type { PendingEvent, Session } from './state.ts';

/** Returns the pending events, followed by those decided in the state after them. */
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
