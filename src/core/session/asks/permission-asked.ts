/** Handles a permission request: the policy decides, or fairlead asks first the reviewer, then a person. */
import type { AgentEvent } from '../../../contract/agent-event.ts';
import type { ApprovalView } from '../../../contract/approval.ts';
import type { Verdict } from '../../../contract/verdict.ts';
import { cut } from '../cut.ts';
import type { AgentDecisionContext } from '../decision-context.ts';
import { pendingEvent, type PendingEvent, type Session } from '../state.ts';
import { judgeCall, rulesFor, workplaceOf } from './judge-call.ts';
import { reviewCall } from './review.ts';
import { newUses, usesOfCall } from './uses.ts';

export function recordPermission(
  session: Session,
  event: Extract<AgentEvent, { type: 'permission_asked' }>,
  context: AgentDecisionContext,
): PendingEvent[] {
  const { at, newIds, ref } = context;
  if (session.phase.name === 'stopping' || session.phase.name === 'ended') return [];
  const { request, tool_call, tool, input, preflight, question, pieces_of } = event;
  const { cwd = workplaceOf(session) } = event;
  const title = cut(event.title, ref).text;
  // A preflight and the question after it name the same call, and so do the pieces of one.
  const call = pieces_of === undefined ? `call ${tool_call}` : `pieces ${pieces_of}`;
  const counted = usesOfCall(session.counted, call);
  const judged = { tool, input, title, cwd, counted };
  const verdict = question ? asked : judgeCall(session, judged, context);
  // A preflight that is passed on is asked again.
  const uses = preflight && verdict.decision === 'ask' ? {} : newUses(verdict, counted);
  const isAskedAgain = preflight || pieces_of !== undefined;
  const about = { request, ...uses, ...(uses.uses && isAskedAgain && { call }) };
  if (preflight || verdict.decision !== 'ask')
    return [pendingEvent('policy.decided', { ...about, tool_call, tool, title, input, cwd, verdict })];
  const approval: ApprovalView = {
    id: `a${newIds.id}`,
    session_id: session.id,
    tool_call,
    tool,
    input,
    cwd,
    shown: title,
    reason: verdict.reason,
    rule: verdict.rule,
    always: question ? null : (rulesFor(session, judged, context, 'allow') ?? null),
    never: question ? null : (rulesFor(session, judged, context, 'deny') ?? null),
    question,
    review: null,
    asked_at: at,
    status: 'pending',
    answered_by: null,
    answered_at: null,
  };
  return [
    pendingEvent('approval.asked', { ...about, approval }),
    ...reviewCall(session, approval, verdict, context),
  ];
}

const asked: Verdict = {
  decision: 'ask',
  rule: null,
  source: 'the agent',
  reason: 'the agent asks a question that only a person can answer',
  parts: [],
};
