/**
 * Continues a session without a person, if `--auto-continue` or the configuration allows it: a bounded number of
 * times, each recorded.
 */
import { pendingEvent, type PendingEvent, type Session } from '../state.ts';
import type { DecisionContext } from '../decision-context.ts';

/** Maximum number of automatic follow-up prompts in one epoch. */
export const maximumContinues = 3;

/** Maximum number of automatic restarts of a lost agent within {@link restartWindow}. */
const maximumRestarts = 3;

/**
 * Milliseconds. The pair is the restart intensity of Erlang's supervisors: a crash loop ends, a rare crash does not
 * count.
 */
const restartWindow = 10 * 60 * 1_000;

/**
 * @param times maximum number of follow-up prompts in one epoch, for any reason
 * @returns undefined if no (further) follow-up is allowed
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
