import type { SessionEventData } from '../../../contract/event.ts';
import type { Session } from '../state.ts';

/** Whether nothing can go on without an answer: no tool runs but those that are asked about and those within which they are called. */
export function isBlocked({ asks, tools }: Pick<Session, 'asks' | 'tools'>): boolean {
  if (!asks.some(({ answer }) => answer === null)) return false;
  const held = new Set(asks.map(({ approval }) => approval.tool_call));
  for (const { tool_call, parent } of tools.toReversed()) if (held.has(tool_call) && parent) held.add(parent);
  return tools.every(({ tool_call }) => held.has(tool_call));
}

/** An answer is there, but the session has yet to get a slot to go on with. */
export function hasAnswer({ asks }: Pick<Session, 'asks'>): boolean {
  return asks.some(({ answer }) => answer !== null);
}

/** Whether an answer goes to the agent: of an approval that expired without a word, it does not hear. */
export function isTold({ status, message }: SessionEventData['approval.answered']): boolean {
  return status !== 'expired' || message !== null;
}
