/** The rule that sends an agent on which ends its turn too early, by its last words; a bounded number of times. */
import type { StopRule } from '../../../contract/settings.ts';
import { nudge } from './nudge.ts';
import type { PendingEvent, Session } from '../state.ts';
import type { DecisionContext } from '../decision-context.ts';

/** @returns nothing where the agent may stop, or must not be sent on (any more) */
export function sendOnUnfinished(
  session: Session,
  statement: string | null,
  context: DecisionContext,
): PendingEvent[] {
  const { stop_rule } = context.settings;
  const why = unfinishedBecause(statement, stop_rule);
  // Whoever has said more, or wants it to hold, has seen to it.
  if (why === null || session.prompts.length > 0 || session.intent === 'pause') return [];
  const text = `You have ended your turn, but ${why}. If the task is not done, continue with it. When it is done, say so.`;
  return nudge(session, why, text + wanted(stop_rule), context, stop_rule.times) ?? [];
}

/** What says that an agent is not done; words for it go before words that it is. */
export function unfinishedBecause(
  statement: string | null,
  { complete, incomplete }: StopRule,
): string | null {
  const words = (statement ?? '').toLowerCase();
  const says = (phrase: string) => words.includes(phrase.toLowerCase());
  const found = incomplete.find(says);
  if (found !== undefined) return `its last words say "${found}"`;
  return complete.length === 0 || complete.some(says) ? null : 'its last words do not say that it is done';
}

function wanted({ complete: [phrase] }: StopRule): string {
  return phrase === undefined ? '' : ` Say it with these words: ${phrase}`;
}
