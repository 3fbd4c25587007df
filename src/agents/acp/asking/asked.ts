/** The pending questions of a turn, and the given answers, by asker. */
import type { AgentEvent } from '../../../contract/agent-event.ts';
import { entryOf } from '../../fields.ts';
import type { AcpAsk, Asker, Settled, Turn } from '../state.ts';

/** Returns the questions of one asker's request. */
export function askedBy(turn: Turn, asker: Asker): string[] {
  return Object.keys(turn.asked).filter((request) => {
    const other = entryOf(turn.asked, request)?.asker;
    if (other?.kind === 'agent') return asker.kind === 'agent' && other.id === asker.id;
    return other?.kind === 'hook' && asker.kind === 'hook' && other.name === asker.name;
  });
}

export function without(turn: Turn, requests: string[]): Turn {
  return {
    ...turn,
    asked: Object.fromEntries(Object.entries(turn.asked).filter(([request]) => !requests.includes(request))),
  };
}

export function withdrawn(request: string): AgentEvent {
  return { type: 'permission_withdrawn', request };
}

/** Maximum number of answers kept for a second question. */
const maximumSettled = 64;

/**
 * Keeps the answer to one question about a call, for a second question about it by the agent's other way of asking.
 */
export function withSettled(turn: Turn, { asker, tool_call, key }: AcpAsk, denied: string | null): Turn {
  if (tool_call === '') return turn;
  const isSame = (one: Settled) => one.tool_call === tool_call && one.asker === asker.kind;
  const before = turn.settled.find(isSame);
  const entry: Settled = {
    tool_call,
    asker: asker.kind,
    keys: [...(before?.keys ?? []), key],
    denied: before?.denied ?? denied,
  };
  const others = turn.settled.filter((one) => one !== before);
  return { ...turn, settled: [...others, entry].slice(-maximumSettled) };
}

/** Returns the answer that a call got by the other way of asking, if all of it was asked about. */
export function settledBefore(
  { settled }: Turn,
  { asker, tool_call, keys }: { asker: Asker; tool_call: string; keys: readonly string[] },
): Settled | undefined {
  return settled.find(
    (one) =>
      one.asker !== asker.kind && one.tool_call === tool_call && keys.every((key) => one.keys.includes(key)),
  );
}
