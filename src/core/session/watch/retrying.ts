/**
 * An agent that tries its model again after errors. A login that is refused does not get better by trying: the turn ends.
 * Anything else is left to the agent, and shown once it has lasted.
 */
import type { AgentEvent } from '../../../contract/agent-event.ts';
import { pendingEvent, type PendingEvent, type Session } from '../state.ts';
import { failWith } from '../turns/ending.ts';

/** Seconds after which somebody should know. */
export const retryingTime = 30;

/** The first refusal may come of a login that is being renewed. */
const refusals = 2;

export function recordRetrying(
  session: Session,
  { attempt, of, wait_ms, error, failure }: Extract<AgentEvent, { type: 'retrying' }>,
): PendingEvent[] {
  const told = pendingEvent('agent.retrying', { attempt, of, wait_ms, error, failure });
  const isOver = session.phase.name === 'stopping' || session.phase.name === 'ended';
  if (failure !== 'auth' || attempt < refusals || isOver) return [told];
  const reason = `${session.spec.agent} is not logged in (${error}): log in with its own program, then continue`;
  return [told, ...failWith(session, 'auth', reason)];
}

/** It has tried for {@link retryingTime}. */
export function recordStillRetrying({ retrying, attention }: Session): PendingEvent[] {
  if (!retrying) return [];
  const kind = retrying.failure === 'limit' ? 'limit' : 'stalled';
  return attention.includes(kind)
    ? []
    : [pendingEvent('attention.raised', { kind, why: retryingText(retrying) })];
}

function retryingText({ attempt, of, error }: NonNullable<Session['retrying']>): string {
  return `retrying ${attempt}${of === null ? '' : ` of ${of}`}, ${error}`;
}
