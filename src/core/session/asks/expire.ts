/** Expires approvals without an answer. This does not count as a denial, and the call does not run. */
import { failWith } from '../turns/ending.ts';
import { pendingEvent, type PendingEvent, type Session } from '../state.ts';
import type { DecisionContext } from '../decision-context.ts';

export function expireAsks(session: Session, context: DecisionContext): PendingEvent[] {
  const { at, settings, newIds, capabilities } = context;
  const limit = settings.answer_time_s ?? Number.POSITIVE_INFINITY;
  const unanswered = session.asks.filter(
    ({ answer, open_since }) => !answer && Date.parse(open_since) + limit * 1_000 <= Date.parse(at),
  );
  const expired = (message: string | null) =>
    unanswered.map(({ approval: { id } }) =>
      pendingEvent('approval.answered', { approval_id: id, status: 'expired', by: 'fairlead', message }),
    );
  const shown = unanswered.map(({ approval }) => `${approval.tool} ${approval.shown}`).join('; ');
  const why = `no answer within ${limit} s: ${shown}`;
  switch (settings.when_unanswered) {
    case 'go_on':
      return expired(
        `No answer within ${limit} s. The call was not run, and it was not denied: continue with work that needs no approval, or say what you need.`,
      );
    case 'end':
      return [...expired(null), ...failWith(session, 'unanswered', why)];
    case 'wait': {
      const text = `You asked for permission and got no answer: ${shown}. The call was not run, and it was not denied. You were paused until now. Ask again if you still need it, and continue with the task.`;
      const { phase } = session;
      const broken = 'interrupt' in phase && phase.interrupt === null && capabilities.interrupt;
      return [
        ...expired(null),
        pendingEvent('attention.raised', { kind: 'approval', why }),
        pendingEvent('prompt.queued', { prompt_id: newIds.prompt, text, by: 'fairlead' }),
        pendingEvent('session.pausing', { by: 'fairlead' }),
        ...(broken ? [pendingEvent('turn.interrupting', { by: 'fairlead' })] : []),
      ];
    }
  }
}
