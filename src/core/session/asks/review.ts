/** Decides when to ask the reviewer, and applies its answer. Any unclear answer leaves the approval to a person. */
import type { TokenUsage } from '../../../contract/agent-event.ts';
import type { ApprovalView } from '../../../contract/approval.ts';
import type { ReviewAnswer, ReviewSubject } from '../../../contract/review.ts';
import type { Verdict } from '../../../contract/verdict.ts';
import { protectionSource } from '../../policy/policy.ts';
import { maximumInput } from '../../review/ask-reviewer.ts';
import { thenDecide } from '../then-decide.ts';
import { complete } from '../turns/complete.ts';
import { callOf, judgeCall } from './judge-call.ts';
import { nextStep } from '../turns/next-step.ts';
import { nudge } from '../turns/nudge.ts';
import { spend } from '../limits/spend.ts';
import { pendingEvent, type PendingEvent, type Session } from '../state.ts';
import type { DecisionContext } from '../decision-context.ts';
import { newUses } from './uses.ts';

export interface Reviewed {
  subject: ReviewSubject;
  /** Name of the reviewer. */
  by: string;
  answer: ReviewAnswer;
  usage: TokenUsage | null;
}

/** Maximum number of reviews in one epoch; further questions go to a person. */
const maximumReviews = 100;

/** Asks the reviewer about a pending call, if one is configured and may answer. */
export function reviewCall(
  { reviews }: Session,
  approval: Pick<ApprovalView, 'id' | 'question' | 'input'>,
  verdict: Verdict,
  { settings }: DecisionContext,
): PendingEvent[] {
  const { reviewer } = settings.policy;
  if (!reviewer || approval.question || reviews >= maximumReviews || isForPerson(verdict)) return [];
  if ((JSON.stringify(approval.input) ?? '').length > maximumInput) return [];
  return [
    pendingEvent('review.started', {
      subject: { kind: 'call', approval_id: approval.id },
      by: reviewer.name,
    }),
  ];
}

/** Only a person may change agent configuration, which includes the policy's own files. */
function isForPerson({ source, parts }: Verdict): boolean {
  const reserved = protectionSource('agent_configuration');
  return source === reserved || parts.some((part) => part.source === reserved);
}

/**
 * Asks the reviewer whether an agent that ended its turn is done, if configured and if a follow-up prompt is allowed.
 */
export function reviewStop(
  { continues, reviews, phase, intent }: Session,
  counts: { commits: number; files_changed: number },
  { settings }: DecisionContext,
): PendingEvent[] | undefined {
  const { policy, stop_rule } = settings;
  if (!policy.reviewer || !stop_rule.reviewer || phase.name !== 'proving' || intent === 'pause')
    return undefined;
  if (continues >= stop_rule.times || reviews >= maximumReviews) return undefined;
  const subject = { kind: 'stop', proof: phase.proof, ...counts } as const;
  return [pendingEvent('review.started', { subject, by: policy.reviewer.name })];
}

export function recordReviewed(
  session: Session,
  reviewed: Reviewed,
  context: DecisionContext,
): PendingEvent[] {
  const { usage } = reviewed;
  const ended = [pendingEvent('review.ended', { ...reviewed }), ...(usage ? spend(session, usage) : [])];
  return thenDecide(session, ended, context.at, (state) =>
    reviewed.subject.kind === 'call'
      ? answerCall(state, reviewed.subject.approval_id, reviewed, context)
      : answerStop(state, reviewed.subject, reviewed, context),
  );
}

/**
 * If another answer was faster, this one has no effect. An allow counts once, and is checked against the current
 * rules.
 */
function answerCall(
  session: Session,
  approval_id: string,
  { by, answer }: Reviewed,
  context: DecisionContext,
): PendingEvent[] {
  const ask = session.asks.find(({ approval, answer: given }) => approval.id === approval_id && !given);
  if (!ask) return [];
  const answered = (status: 'allowed' | 'denied', message: string | null, uses: { uses?: string[] } = {}) => [
    pendingEvent('approval.answered', { approval_id, status, by: `reviewer ${by}`, message, ...uses }),
  ];
  switch (answer.decision) {
    case 'allow': {
      const now = judgeCall(session, callOf(ask), context);
      return now.decision === 'deny'
        ? answered('denied', now.reason, newUses(now, ask.uses))
        : answered('allowed', null);
    }
    case 'deny':
      return answered('denied', answer.reason);
    case 'guide':
      return answered('denied', answer.guidance ?? answer.reason);
    case 'complete':
    case 'incomplete':
    case 'unsure':
    case 'failed':
      return [];
  }
}

function answerStop(
  session: Session,
  subject: Extract<ReviewSubject, { kind: 'stop' }>,
  { by, answer }: Reviewed,
  context: DecisionContext,
): PendingEvent[] {
  const { phase } = session;
  if (phase.name !== 'proving' || phase.proof !== subject.proof) return [];
  if (answer.decision === 'incomplete') {
    const { at, newIds, settings } = context;
    const why = `the reviewer ${by} says that it is not done: ${answer.reason}`;
    const text = `Not done yet: ${answer.reason}\n\nContinue with the task.`;
    const onward = nudge(session, why, text, context, settings.stop_rule.times);
    if (onward) return thenDecide(session, onward, at, (state) => nextStep(state, newIds));
  }
  const doubt =
    answer.decision === 'complete'
      ? []
      : [
          pendingEvent('attention.raised', {
            kind: 'review',
            why: `the reviewer ${by} cannot say whether it is done: ${answer.reason}`,
          }),
        ];
  return [...doubt, ...complete(session, subject)];
}
