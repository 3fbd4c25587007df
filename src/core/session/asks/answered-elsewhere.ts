/** Updates pending calls after a decision in another session. */
import { pendingEvent, type Ask, type PendingEvent, type Session } from '../state.ts';
import type { WorldFact } from '../world-fact.ts';
import type { DecisionContext } from '../decision-context.ts';
import { callOf, judgeCall, placeIn, workplaceOf } from './judge-call.ts';
import { countUses, newUses } from './uses.ts';

/** A rule was added or removed: it may decide calls that wait for a person. */
export function judgeAgain(session: Session, by: string, context: DecisionContext): PendingEvent[] {
  const taken: PendingEvent[] = [];
  const used = (key: string) => context.used(key) + countUses(taken, key);
  for (const ask of session.asks) {
    const { approval, answer, uses: counted } = ask;
    if (answer || approval.question) continue;
    const verdict = judgeCall(session, callOf(ask), { ...context, used });
    const { decision, reason } = verdict;
    if (decision === 'ask') continue;
    const status = decision === 'allow' ? 'allowed' : 'denied';
    const uses = newUses(verdict, counted);
    taken.push(
      pendingEvent('approval.answered', { approval_id: approval.id, status, by, message: reason, ...uses }),
    );
  }
  return taken;
}

/**
 * Applies one answer to every pending call that is the same, except calls that a rule denies now and questions that
 * only a person can answer.
 */
export function answerSiblings(
  session: Session,
  { approval, place, message, by, siblings }: Extract<WorldFact, { type: 'sibling_answered' }>,
  context: DecisionContext,
): PendingEvent[] {
  const { status } = approval;
  if (status !== 'allowed' && status !== 'denied') return [];
  const isSame = ({ approval: other, answer }: Ask) =>
    !answer &&
    !other.question &&
    siblings.includes(other.id) &&
    other.id !== approval.id &&
    other.tool === approval.tool &&
    JSON.stringify(other.input) === JSON.stringify(approval.input) &&
    placeIn(workplaceOf(session), other.cwd) === place;
  return session.asks.filter(isSame).flatMap((ask) => {
    const verdict = judgeCall(session, callOf(ask), context);
    if (status === 'allowed' && verdict.decision === 'deny') return [];
    return [pendingEvent('approval.answered', { approval_id: ask.approval.id, status, by, message })];
  });
}
