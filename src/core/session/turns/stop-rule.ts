/**
 * Sends a follow-up prompt to an agent whose last message shows that it ended its turn too early; a bounded number of
 * times.
 */
import type { StopRule } from '../../../contract/settings.ts';
import { nudge } from './nudge.ts';
import type { PendingEvent, Session } from '../state.ts';
import type { DecisionContext } from '../decision-context.ts';

/** @returns empty if the agent may stop, or no (further) follow-up is allowed */
export function sendOnUnfinished(
  session: Session,
  statement: string | null,
  context: DecisionContext,
): PendingEvent[] {
  const { stop_rule } = context.settings;
  const why = unfinishedBecause(statement, stop_rule);
  // A queued prompt or a pause of a person takes precedence.
  if (why === null || session.prompts.length > 0 || session.intent === 'pause') return [];
  const text = `You have ended your turn, but ${why}. If the task is not done, continue with it. When it is done, say so.`;
  return nudge(session, why, text + wanted(stop_rule), context, stop_rule.times) ?? [];
}

/** Returns why the agent is not done; text for `incomplete` takes precedence over `complete`. */
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
