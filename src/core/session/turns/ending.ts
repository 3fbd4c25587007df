/** The ways to end a session, and the pending events that they share. */
import type { FailureKind, Outcome } from '../../../contract/session.ts';
import { pendingEvent, type PendingEvent, type Session } from '../state.ts';

/** Withdraws approvals that can no longer be answered. */
export function withdrawAsks({ asks }: Session, why: string): PendingEvent[] {
  return asks.map(({ approval }) => pendingEvent('approval.withdrawn', { approval_id: approval.id, why }));
}

export function endTurn(
  { turn }: Session,
  result: 'completed' | 'interrupted' | 'failed',
  reason: string | null,
  statement: string | null = null,
): PendingEvent[] {
  return turn ? [pendingEvent('turn.ended', { turn: turn.number, result, reason, statement })] : [];
}

/** Decides the outcome. The session ends only after its processes are stopped. */
export function stopWith(session: Session, outcome: Outcome, why: string, force = false): PendingEvent[] {
  const result = outcome.kind === 'failed' ? 'failed' : 'interrupted';
  return [
    ...withdrawAsks(session, why),
    ...endTurn(session, result, why),
    pendingEvent('session.stopping', { outcome, force }),
  ];
}

/** Raises attention for a failure that only a person can fix. */
export function failWith(session: Session, failure: FailureKind, reason: string): PendingEvent[] {
  const mend = failure === 'auth' || failure === 'limit' || failure === 'budget' ? [failure] : [];
  return [
    ...mend.map((kind) => pendingEvent('attention.raised', { kind, why: reason })),
    ...stopWith(session, { kind: 'failed', failure, reason }, reason),
  ];
}
