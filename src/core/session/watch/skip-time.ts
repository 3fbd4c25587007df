/** Handles time that the wall clock skipped: moves the start of durations, so that it does not count. */
import { later } from '../../../base/later.ts';
import type { SessionPhase, Session } from '../state.ts';

/** @param seconds negative if the clock was set back */
export function skipTime(session: Session, seconds: number): Partial<Session> {
  const { phase, asks, retrying, restarts, slot_since, last_activity_at } = session;
  return {
    phase: skipInPhase(phase, seconds),
    asks: asks.map((ask) => ({ ...ask, open_since: later(ask.open_since, seconds) })),
    retrying: retrying && { ...retrying, since: later(retrying.since, seconds) },
    restarts: restarts.map((restart) => later(restart, seconds)),
    slot_since: slot_since && later(slot_since, seconds),
    last_activity_at: later(last_activity_at, seconds),
  };
}

function skipInPhase(phase: SessionPhase, seconds: number): SessionPhase {
  if ('since' in phase) return { ...phase, since: later(phase.since, seconds) };
  if ('interrupt' in phase && phase.interrupt)
    return { ...phase, interrupt: { ...phase.interrupt, since: later(phase.interrupt.since, seconds) } };
  return phase;
}
