/** Handles an agent that repeats itself or is silent: shows it, and applies the user's choice. */
import { failWith } from '../turns/ending.ts';
import { maximumContinues, nudge } from '../turns/nudge.ts';
import { pendingEvent, type PendingEvent, type Session } from '../state.ts';
import type { DecisionContext } from '../decision-context.ts';

export function stall(session: Session, why: string, context: DecisionContext): PendingEvent[] {
  const raised = pendingEvent('attention.raised', { kind: 'stalled', why });
  switch (context.settings.when_stalled) {
    case 'tell':
      return [raised];
    case 'nudge':
      return [raised, ...nudgeStalled(session, why, context)];
    case 'stop':
      return [raised, ...failWith(session, 'stalled', why)];
  }
}

/** Cancels the turn and sends the reason to the agent. A turn that is being cancelled is left alone. */
function nudgeStalled(session: Session, why: string, context: DecisionContext): PendingEvent[] {
  const { phase } = session;
  const free = (phase.name === 'working' || phase.name === 'waiting') && phase.interrupt === null;
  if (!free || !context.capabilities.interrupt) return [];
  const text = `You were interrupted because your work goes nowhere: it ${why}. Look at what you have, think about why it does not work, and try another way. If you cannot continue, say what you need.`;
  const onward = nudge(session, why, text, context, maximumContinues);
  return onward ? [...onward, pendingEvent('turn.interrupting', { by: 'fairlead' })] : [];
}
