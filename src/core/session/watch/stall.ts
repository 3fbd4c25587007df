/** What is done with an agent that goes round in circles or has fallen silent: shown always, and what the user chose beside it. */
import { failWith } from '../turns/ending.ts';
import { maximumContinues, sendOn } from '../turns/send-on.ts';
import { draft, type Draft, type Session } from '../state.ts';
import type { Surroundings } from '../surroundings.ts';

export function stall(session: Session, why: string, surroundings: Surroundings): Draft[] {
  const raised = draft('attention.raised', { kind: 'stalled', why });
  switch (surroundings.settings.when_stalled) {
    case 'tell':
      return [raised];
    case 'nudge':
      return [raised, ...nudge(session, why, surroundings)];
    case 'stop':
      return [raised, ...failWith(session, 'stalled', why)];
  }
}

/** Breaks the turn off and says what is wrong with it. One that is being broken off already is left alone. */
function nudge(session: Session, why: string, surroundings: Surroundings): Draft[] {
  const { phase } = session;
  const free = (phase.name === 'working' || phase.name === 'waiting') && phase.interrupt === null;
  if (!free || !surroundings.capabilities.interrupt) return [];
  const text = `You were interrupted because your work goes nowhere: it ${why}. Look at what you have, think about why it does not work, and try another way. If you cannot continue, say what you need.`;
  const onward = sendOn(session, why, text, surroundings, maximumContinues);
  return onward ? [...onward, draft('turn.interrupting', { by: 'fairlead' })] : [];
}
