/**
 * Handles an agent that retries its model after errors. Retrying does not fix a refused login: the turn ends. Other
 * errors are left to the agent, and shown after a while.
 */
import type { AgentEvent } from '../../../contract/agent-event.ts';
import { pendingEvent, type PendingEvent, type Session } from '../state.ts';
import { failWith } from '../turns/ending.ts';

/** Seconds after which retries are shown. */
export const retryingTime = 30;

/** Number of refusals that end the turn. The first one may come from a login that is being renewed. */
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

/** It has been retrying for {@link retryingTime}. */
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
