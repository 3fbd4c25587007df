import { thenDecide } from '../then-decide.ts';
import { nextStep } from './next-step.ts';
import { wantsSlot } from '../slot.ts';
import { pendingEvent, type PendingEvent, type Session } from '../state.ts';
import type { DecisionContext } from '../decision-context.ts';

/** Gives a slot to a session, which then continues. `asked` names the person who asked to ignore admission. */
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
