/**
 * Handles a turn that ended well and changed nothing. The last message alone proves nothing: an agent that met an
 * error writes one too. If a reason is required, the agent is asked once, and only an answer in the requested form
 * counts.
 */
import { keepStart } from '../../../base/cut-text.ts';
import { thenDecide } from '../then-decide.ts';
import { pendingEvent, type PendingEvent, type Session } from '../state.ts';
import type { DecisionContext } from '../decision-context.ts';
import { nextStep } from './next-step.ts';

const question = [
  'You changed nothing in the workspace. Is that right, and why?',
  'If the task is not done, do it now.',
  'Otherwise end your answer with exactly one of these lines:',
  'UNCHANGED: <why nothing has to change>',
  'NOT DONE: <what is in the way>',
].join('\n');

export type Explanation = { kind: 'right' | 'not_done'; why: string } | { kind: 'unclear' };

/** Asks the agent in a separate turn. */
export function askWhyUnchanged(session: Session, { newIds, at }: DecisionContext): PendingEvent[] {
  const asked = [
    pendingEvent('unchanged.asked', {}),
    pendingEvent('prompt.queued', { prompt_id: newIds.prompt, text: question, by: 'fairlead' }),
  ];
  return thenDecide(session, asked, at, (state) => nextStep(state, newIds));
}

/** Parses the last line of the last message; the form may be in backticks or bold, as models often write. */
export function explanationIn(statement: string | null): Explanation {
  const last = (statement ?? '').trimEnd().split('\n').at(-1) ?? '';
  const [, word, why = ''] =
    /^(UNCHANGED|NOT DONE):\s*(.*)$/.exec(last.trim().replaceAll(/^[`*]+|[`*]+$/g, '')) ?? [];
  const reason = keepStart(why.replace(/^\*+\s*/, '').trim(), 500);
  // The form repeated unchanged gives no reason.
  if (word === undefined || reason === '' || reason.startsWith('<')) return { kind: 'unclear' };
  return { kind: word === 'UNCHANGED' ? 'right' : 'not_done', why: reason };
}
