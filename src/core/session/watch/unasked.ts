/**
 * Handles calls that an agent made without asking. They cannot be undone, but are always recorded: an event contains
 * the call and the policy's verdict. If nothing else prevented the call, the turn ends and a person is needed.
 */
import type { Verdict } from '../../../contract/verdict.ts';
import { judgeCall, workplaceOf } from '../asks/judge-call.ts';
import { editingTools, readingTools } from '../../policy/call.ts';
import { stricter } from '../../policy/policy.ts';
import { pendingEvent, type PendingEvent, type OpenTool, type Session } from '../state.ts';
import type { DecisionContext } from '../decision-context.ts';

/**
 * Returns the policy's verdict on an announced call that the agent may make without asking; null if the policy allows
 * it.
 */
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

/** A call with several files is reported as one, with an input per file under `files`: each is judged separately. */
function inputsOf(input: unknown): [unknown, ...unknown[]] {
  const files: unknown = typeof input === 'object' && input !== null && 'files' in input ? input.files : [];
  const [first, ...others] = Array.isArray(files) ? files.filter((file) => typeof file === 'object') : [];
  return first === undefined ? [input] : [first, ...others];
}

/**
 * Whether a failed call had no effect. A command that ends with an error may have done what the policy denies; a file
 * tool reports an error instead of doing its work.
 */
export function isHarmlessFailure(tool: string): boolean {
  return readingTools.has(tool) || editingTools.has(tool);
}

/** Records a call that was made. In the sandbox, only a denied call ends the turn. */
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
