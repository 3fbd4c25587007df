/**
 * Calls that an agent made without asking. It cannot be undone, but it is never passed over: an event says what was
 * done and what the policy thinks of it, and where nothing else stood in the way the turn ends and a person is needed.
 */
import type { Verdict } from '../../../contract/verdict.ts';
import { judgeCall, workplaceOf } from '../asks/judge-call.ts';
import { editingTools, readingTools } from '../../policy/call.ts';
import { stricter } from '../../policy/policy.ts';
import { pendingEvent, type PendingEvent, type OpenTool, type Session } from '../state.ts';
import type { DecisionContext } from '../decision-context.ts';

/** What the policy says of a call that is announced, where it may be made unasked; null where it may be made anyway. */
export function objectionTo(
  session: Session,
  { tool, title, input }: { tool: string; title: string; input: unknown },
  context: DecisionContext,
): Verdict | null {
  if (context.capabilities.preflight === 'all') return null;
  const cwd = workplaceOf(session);
  const verdict = inputsOf(input)
    .map((each) => judgeCall(session, { tool, title, input: each, cwd }, context))
    .reduce(stricter);
  return verdict.decision === 'allow' ? null : verdict;
}

/** A call about several files is told as one, with an input per file under `files`: each is judged by itself. */
function inputsOf(input: unknown): [unknown, ...unknown[]] {
  const files: unknown = typeof input === 'object' && input !== null && 'files' in input ? input.files : [];
  const [first, ...others] = Array.isArray(files) ? files.filter((file) => typeof file === 'object') : [];
  return first === undefined ? [input] : [first, ...others];
}

/**
 * Whether a call that failed has done nothing. A command that ends with an error may have done what it was denied for; a
 * tool for files reports an error instead of its work.
 */
export function isHarmlessFailure(tool: string): boolean {
  return readingTools.has(tool) || editingTools.has(tool);
}

/** A call has been made. In the sandbox, which stands for the questions, only what is denied ends the turn. */
export function recordUnasked(
  session: Session,
  call: OpenTool,
  { capabilities }: DecisionContext,
): PendingEvent[] {
  const { tool_call, tool, objection } = call;
  if (!objection || session.judged.some((judged) => judged.tool_call === tool_call)) return [];
  const { verdict, title } = objection;
  const event = pendingEvent('policy.unasked', { tool_call, tool, title, verdict });
  if (session.guard?.sandbox && verdict.decision === 'ask') return [event];
  const why = `${tool} ${title} was called without asking: ${verdict.reason}`;
  const { phase } = session;
  const free = (phase.name === 'working' || phase.name === 'waiting') && phase.interrupt === null;
  return [
    event,
    ...(session.attention.includes('unasked')
      ? []
      : [pendingEvent('attention.raised', { kind: 'unasked', why })]),
    ...(free && capabilities.interrupt ? [pendingEvent('turn.interrupting', { by: 'fairlead' })] : []),
  ];
}
