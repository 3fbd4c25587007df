/** A turn is over, as the agent tells it: well, broken off, or failed. */
import type { AgentEvent } from '../../../contract/agent-event.ts';
import { andThen } from '../and-then.ts';
import { holdForLimit } from '../limits/meet-limit.ts';
import type { AgentSurroundings } from '../surroundings.ts';
import { holdsSlot } from '../slot.ts';
import { draft, type Draft, type Session } from '../state.ts';
import { endTurn, failWith, withdrawAsks } from './ending.ts';
import { nextStep } from './next-step.ts';
import { sendOn } from './send-on.ts';
import { sendOnUnfinished } from './stop-rule.ts';

export function recordTurnEnded(
  session: Session,
  { result }: Extract<AgentEvent, { type: 'turn_ended' }>,
  surroundings: AgentSurroundings,
): Draft[] {
  if (!session.turn || session.phase.name === 'stopping' || session.phase.name === 'ended') return [];
  const withdrawn = withdrawAsks(session, 'the turn is over');
  switch (result.kind) {
    case 'completed':
      // The agent was quicker than the interrupt: what it did unasked is still a person's to look at.
      if (session.attention.includes('unasked'))
        return recordInterrupted(withInterrupt(session), withdrawn, surroundings);
      return goOnAfter(
        session,
        [
          ...withdrawn,
          ...endTurn(session, 'completed', null, result.statement),
          ...sendOnUnfinished(session, result.statement, surroundings),
        ],
        surroundings,
      );
    case 'interrupted':
      return recordInterrupted(session, withdrawn, surroundings);
    case 'failed':
      return recordFailed(session, withdrawn, result, surroundings);
  }
}

function withInterrupt(session: Session): Session {
  const { phase } = session;
  if (!('interrupt' in phase) || phase.interrupt !== null) return session;
  return { ...session, phase: { ...phase, interrupt: { by: 'fairlead', since: '', overdue: false } } };
}

function recordInterrupted(session: Session, withdrawn: Draft[], surroundings: AgentSurroundings): Draft[] {
  const { phase } = session;
  const by = 'interrupt' in phase ? phase.interrupt?.by : undefined;
  if (by === undefined) return failWith(session, 'agent', 'the agent cancelled its turn');
  const why = session.attention.includes('unasked')
    ? 'unasked: the agent made a call that the policy does not allow'
    : `interrupted by ${by}`;
  const ended = [...withdrawn, ...endTurn(session, 'interrupted', why)];
  if (session.prompts.length > 0 || session.intent === 'pause')
    return goOnAfter(session, ended, surroundings);
  return [...ended, draft('session.idled', { why })];
}

function recordFailed(
  session: Session,
  withdrawn: Draft[],
  { failure, reason }: { failure: 'agent' | 'limit' | 'auth' | 'budget'; reason: string },
  surroundings: AgentSurroundings,
): Draft[] {
  if (failure === 'limit') return holdForLimit(session, reason, surroundings);
  const onward =
    failure === 'agent' &&
    sendOn(session, reason, `Your last turn failed: ${reason}. Continue with the task.`, surroundings);
  if (!onward) return failWith(session, failure, reason);
  return goOnAfter(session, [...withdrawn, ...endTurn(session, 'failed', reason), ...onward], surroundings);
}

function goOnAfter(session: Session, ended: Draft[], { at, fresh }: AgentSurroundings): Draft[] {
  // Without a slot it goes on when it gets one; to hold it needs none.
  return andThen(session, ended, at, (state) =>
    holdsSlot(state) || state.intent === 'pause' ? nextStep(state, fresh) : [],
  );
}
