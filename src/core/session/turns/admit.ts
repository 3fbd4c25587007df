import { thenDecide } from '../then-decide.ts';
import { nextStep } from './next-step.ts';
import { wantsSlot } from '../slot.ts';
import { pendingEvent, type PendingEvent, type Session } from '../state.ts';
import type { DecisionContext } from '../decision-context.ts';

/** A session that wants a slot gets one and goes on. `asked` names the person who wanted it beyond what admission allows. */
export function admit(
  session: Session,
  asked: { by?: string },
  { at, newIds }: DecisionContext,
): PendingEvent[] {
  const wants = wantsSlot(session);
  return thenDecide(session, [pendingEvent('session.admitted', asked)], at, (state) =>
    wants === 'queued' ? nextStep(state, newIds) : [],
  );
}
