/** Handles the exit of the agent's process: harmless between turns, a loss within one. */
import type { FailureKind } from '../../../contract/session.ts';
import { thenDecide } from '../then-decide.ts';
import { holdForLimit } from '../limits/meet-limit.ts';
import type { WorldFact } from '../world-fact.ts';
import { holdsSlot } from '../slot.ts';
import { pendingEvent, type PendingEvent, type Session } from '../state.ts';
import type { DecisionContext } from '../decision-context.ts';
import { failWith, withdrawAsks } from './ending.ts';
import { nextStep } from './next-step.ts';
import { mayRestart } from './nudge.ts';

export function recordExited(
  session: Session,
  { launch, code, signal, last_words }: Extract<WorldFact, { type: 'exited' }>,
  context: DecisionContext,
): PendingEvent[] {
  const { at, newIds } = context;
  const exited = pendingEvent('process.exited', { launch, code, signal, last_words });
  if (session.process?.stage === 'leaving')
    return thenDecide(session, [exited], at, (state) => (holdsSlot(state) ? nextStep(state, newIds) : []));
  switch (session.phase.name) {
    case 'starting':
    case 'working':
    case 'waiting': {
      const { failure, reason } = explainExit(session, code, signal, last_words);
      if (session.rejected && code !== null && !signal)
        return thenDecide(session, [exited], at, (state) => holdForLimit(state, reason, context));
      const lost = [exited, ...withdrawAsks(session, reason)];
      if (!session.turn || !mayRestart(session, at))
        return thenDecide(session, lost, at, (state) => failWith(state, failure, reason));
      const notice = pendingEvent('agent.notice', { level: 'warning', text: `${reason}; starting it again` });
      return thenDecide(session, [...lost, notice], at, (state) =>
        holdsSlot(state) ? nextStep(state, newIds) : [],
      );
    }
    case 'queued':
    case 'preparing':
    case 'proving':
    case 'idle':
    case 'paused':
    case 'stopping':
    case 'ended':
      return [exited];
  }
}

function explainExit(
  { phase, spec }: Session,
  code: number | null,
  signal: string | null,
  lastWords: string | null,
): { failure: FailureKind; reason: string } {
  const words = lastWords ? `: ${lastWords}` : '';
  if (code === 127 && phase.name === 'starting')
    return {
      failure: 'launch',
      reason: `${spec.agent} cannot be started: its program was not found${words}`,
    };
  if (signal) return { failure: 'killed', reason: `the agent was killed by ${signal}` };
  if (code === null) return { failure: 'lost', reason: 'the agent was gone when fairlead came back' };
  if (phase.name === 'starting')
    return {
      failure: 'launch',
      reason: `${spec.agent} ended with status ${code} before it was ready${words}`,
    };
  return {
    failure: 'crashed',
    reason: `the agent ended with status ${code} in the middle of a turn${words}`,
  };
}
