import type { AgentEvent, JournalRef } from '../../../contract/agent-event.ts';

/** An agent's event with its journal line. */
export interface Heard {
  event: AgentEvent;
  ref: JournalRef;
}

/**
 * Joins small pieces of an agent's output that arrived together: pieces of one message, and runs of unreadable lines.
 * A batch becomes one event, so slow output appears live and fast output does not flood the log.
 */
export function coalesce(heard: readonly Heard[]): Heard[] {
  const joined: Heard[] = [];
  for (const next of heard) {
    const last = joined.at(-1);
    const both = last && join(last, next);
    if (both) joined[joined.length - 1] = both;
    else joined.push(next);
  }
  return joined;
}

/** Maximum characters of a joined text: the limit of one event's text. */
const maximumJoined = 16 * 1024;

function join(last: Heard, next: Heard): Heard | undefined {
  const [a, b] = [last.event, next.event];
  if ((a.type === 'text' || a.type === 'thinking') && b.type === a.type)
    return a.message === b.message && a.parent === b.parent && a.text.length + b.text.length <= maximumJoined
      ? { event: { ...a, text: a.text + b.text }, ref: last.ref }
      : undefined;
  if (a.type === 'unreadable' && b.type === 'unreadable' && a.why === b.why)
    return { event: { ...a, lines: (a.lines ?? 1) + (b.lines ?? 1) }, ref: last.ref };
  return undefined;
}
