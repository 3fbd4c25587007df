/** Handles the end of a turn as the agent reports it: completed, interrupted or failed. */
import type { AgentEvent } from '../../../contract/agent-event.ts';
import { thenDecide } from '../then-decide.ts';
import { holdForLimit } from '../limits/meet-limit.ts';
import type { AgentDecisionContext } from '../decision-context.ts';
import { holdsSlot } from '../slot.ts';
import { pendingEvent, type PendingEvent, type Session } from '../state.ts';
import { endTurn, failWith, withdrawAsks } from './ending.ts';
import { nextStep } from './next-step.ts';
import { nudge } from './nudge.ts';
import { sendOnUnfinished } from './stop-rule.ts';

export function recordTurnEnded(
  session: Session,
  { result }: Extract<AgentEvent, { type: 'turn_ended' }>,
  context: AgentDecisionContext,
): PendingEvent[] {
  if (!session.turn || session.phase.name === 'stopping' || session.phase.name === 'ended') return [];
  const withdrawn = withdrawAsks(session, 'the turn is over');
  switch (result.kind) {
    case 'completed':
      // The agent was faster than the interrupt: a person must still look at its unasked call.
      if (session.attention.includes('unasked'))
        return recordInterrupted(withInterrupt(session), withdrawn, context);
      return goOnAfter(
        session,
        [
          ...withdrawn,
          ...endTurn(session, 'completed', null, result.statement),
          ...sendOnUnfinished(session, result.statement, context),
        ],
        context,
      );
    case 'interrupted':
      return recordInterrupted(session, withdrawn, context);
    case 'failed':
      return recordFailed(session, withdrawn, result, context);
  }
}

function withInterrupt(session: Session): Session {
  const { phase } = session;
  if (!('interrupt' in phase) || phase.interrupt !== null) return session;
  return { ...session, phase: { ...phase, interrupt: { by: 'fairlead', since: '', overdue: false } } };
}

function recordInterrupted(
  session: Session,
  withdrawn: PendingEvent[],
  context: AgentDecisionContext,
): PendingEvent[] {
  const { phase } = session;
  const by = 'interrupt' in phase ? phase.interrupt?.by : undefined;
  if (by === undefined) return failWith(session, 'agent', 'the agent cancelled its turn');
  const why = session.attention.includes('unasked')
    ? 'unasked: the agent made a call that the policy does not allow'
    : `interrupted by ${by}`;
  const ended = [...withdrawn, ...endTurn(session, 'interrupted', why)];
  if (session.prompts.length > 0 || session.intent === 'pause') return goOnAfter(session, ended, context);
  return [...ended, pendingEvent('session.idled', { why })];
}

function recordFailed(
  session: Session,
  withdrawn: PendingEvent[],
  { failure, reason }: { failure: 'agent' | 'limit' | 'auth' | 'budget'; reason: string },
  context: AgentDecisionContext,
): PendingEvent[] {
  if (failure === 'limit') return holdForLimit(session, reason, context);
  const onward =
    failure === 'agent' &&
    nudge(session, reason, `Your last turn failed: ${reason}. Continue with the task.`, context);
  if (!onward) return failWith(session, failure, reason);
  return goOnAfter(session, [...withdrawn, ...endTurn(session, 'failed', reason), ...onward], context);
}

function goOnAfter(
  session: Session,
  ended: PendingEvent[],
  { at, newIds }: AgentDecisionContext,
): PendingEvent[] {
  // Without a slot it continues when it gets one; a pause needs none.
  return thenDecide(session, ended, at, (state) =>
    holdsSlot(state) || state.intent === 'pause' ? nextStep(state, newIds) : [],
  );
}
