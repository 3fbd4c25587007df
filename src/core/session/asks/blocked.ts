import type { SessionEventData } from '../../../contract/event.ts';
import type { Session } from '../state.ts';

/** Whether the turn is blocked on an answer: no tool runs except those in question and their parents. */
export function isBlocked({ asks, tools }: Pick<Session, 'asks' | 'tools'>): boolean {
  if (!asks.some(({ answer }) => answer === null)) return false;
  const held = new Set(asks.map(({ approval }) => approval.tool_call));
  for (const { tool_call, parent } of tools.toReversed()) if (held.has(tool_call) && parent) held.add(parent);
  return tools.every(({ tool_call }) => held.has(tool_call));
}

/** Whether an answer has arrived while the session still needs a slot. */
export function hasAnswer({ asks }: Pick<Session, 'asks'>): boolean {
  return asks.some(({ answer }) => answer !== null);
}

/** Whether the agent gets the answer: it gets none for an approval that expired without a message. */
export function isTold({ status, message }: SessionEventData['approval.answered']): boolean {
  return status !== 'expired' || message !== null;
}
