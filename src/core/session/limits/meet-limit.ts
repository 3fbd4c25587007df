/**
 * Handles a usage limit, which is not a failure: the session keeps its work, gives its slot back, and continues when
 * the limit is over.
 */
import { accountOf } from '../../admission/account.ts';
import { endTurn, withdrawAsks } from '../turns/ending.ts';
import { resetTime } from './reset-time.ts';
import { pendingEvent, type PendingEvent, type Session } from '../state.ts';
import type { DecisionContext } from '../decision-context.ts';

/** Minutes to wait if the provider names no time: first, second, third time in a row, and from then on. */
const backOff = [1, 2, 5, 15];

const goOn =
  'The usage limit that cancelled your last turn is over. Check what is already done in the workspace, then continue with the task.';

export function holdForLimit(session: Session, reason: string, context: DecisionContext): PendingEvent[] {
  const { at, newIds, settings, capabilities } = context;
  const tries = (session.limit?.tries ?? 0) + 1;
  const told = session.rejected?.resets_at ?? resetTime(reason, at);
  return [
    ...withdrawAsks(session, 'the turn is over'),
    ...endTurn(session, 'failed', reason),
    pendingEvent('session.limited', {
      account: accountOf(session.spec, settings),
      until: holdUntil(told, tries, at),
      tries,
      reason,
    }),
    ...(session.turn
      ? [
          pendingEvent('prompt.queued', {
            prompt_id: newIds.prompt,
            // An agent that cannot resume its conversation may have lost the task by then.
            text: capabilities.resume ? goOn : (session.turn.text ?? goOn),
            by: 'fairlead',
          }),
        ]
      : []),
    ...(session.intent === 'pause' ? [pendingEvent('session.paused', {})] : []),
  ];
}

/** A reset time in the past is accepted once; if the provider repeats it, the waits grow. */
function holdUntil(told: string | null, tries: number, at: string): string {
  if (told !== null && (told > at || tries === 1)) return told;
  const minutes = backOff[Math.min(tries, backOff.length) - 1] ?? 0;
  return new Date(Date.parse(at) + minutes * 60_000).toISOString();
}
