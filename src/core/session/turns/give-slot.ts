import { andThen } from '../and-then.ts';
import { nextStep } from './next-step.ts';
import { wantsSlot } from '../slot.ts';
import { draft, type Draft, type Session } from '../state.ts';
import type { Surroundings } from '../surroundings.ts';

/** A session that wants a slot gets one and goes on. `asked` names the person who wanted it beyond what admission allows. */
export function giveSlot(session: Session, asked: { by?: string }, { at, fresh }: Surroundings): Draft[] {
  const wants = wantsSlot(session);
  return andThen(session, [draft('session.admitted', asked)], at, (state) =>
    wants === 'queued' ? nextStep(state, fresh) : [],
  );
}
