import type { Changes, LiveMessage, Snapshot } from '../contract/live.ts';
import { createLiveState } from '../contract/live-state.ts';
import { parseEvents } from './server-sent-events.ts';
import type { Transport } from './transport.ts';
import { withQuery } from './with-query.ts';

export interface LiveUpdate {
  now: Snapshot;
  /** What led to it; null for a snapshot. */
  changes: Changes | null;
}

/**
 * Where things stand, now and after every change. A connection that is lost is made again, and what was missed comes
 * first: no event is left out and none comes twice. Ends when the signal aborts, or no connection can be made any more.
 *
 * @throws what keeps the first connection from being made
 */
export async function* followLive(transport: Transport, signal: AbortSignal): AsyncGenerator<LiveUpdate> {
  const state = createLiveState();
  let whole = false;
  for (let progress = true; progress && !signal.aborted;) {
    progress = false;
    const after = whole ? state.now.seq : undefined;
    try {
      for await (const { data } of parseEvents(
        transport.stream(withQuery('/api/v1/live', { after }), signal),
      )) {
        const message = JSON.parse(data) as LiveMessage;
        progress = true;
        whole = state.take(message);
        if (whole) yield { now: state.now, changes: message.type === 'changes' ? message : null };
      }
    } catch (error) {
      if (!progress && after === undefined) throw error;
    }
  }
}
