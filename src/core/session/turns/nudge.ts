/** Going on without a person, where `--auto-continue` or the configuration asked for it: bounded, and every time on the record. */
import { pendingEvent, type PendingEvent, type Session } from '../state.ts';
import type { DecisionContext } from '../decision-context.ts';

/** Times that fairlead sends an agent on by itself in one epoch. */
export const maximumContinues = 3;

/** Times that fairlead starts a lost agent again by itself within {@link restartWindow}. */
const maximumRestarts = 3;

/** Milliseconds. The pair is the restart intensity of Erlang's supervisors: a crash loop ends, a rare crash does not count. */
const restartWindow = 10 * 60 * 1_000;

/**
 * @param times how often it may be sent on in one epoch, for whatever reason
 * @returns undefined where the session must not be sent on (any more).
 */
export function nudge(
  session: Session,
  why: string,
  text: string,
  { newIds }: DecisionContext,
  times = session.spec.auto_continue ? maximumContinues : 0,
): PendingEvent[] | undefined {
  if (session.continues >= times) return undefined;
  return [
    pendingEvent('session.sent_on', { why }),
    pendingEvent('prompt.queued', { prompt_id: newIds.prompt, text, by: 'fairlead' }),
  ];
}

export function mayRestart({ spec, restarts }: Session, at: string): boolean {
  const recent = restarts.filter((time) => Date.parse(at) - Date.parse(time) < restartWindow);
  return spec.auto_continue && recent.length < maximumRestarts;
}
