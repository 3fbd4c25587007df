/** Numbered events to one reader, from any point in the past into the future, without a gap and without a double. */
import type { Event } from '../contract/event.ts';
import type { Hub } from '../runtime/hub.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Sink } from './sink.ts';

export interface EventRequest {
  /** Events after this number. */
  after: number;
  filter: EventFilter;
  /** Whether to continue with new events after the stored ones. */
  follow: boolean;
  /** Maximum number of events. */
  limit: number;
}

export interface EventFilter {
  run_id?: string;
  session_id?: string;
  kinds?: string[];
}

/** Events that are read from the store at once: at first, and at most where they are small. */
const [firstPage, largestPage] = [50, 500];

/** Bytes of a page from which on the next one is made smaller: one event may have a megabyte. */
const largePage = 1024 * 1024;

/**
 * Sends stored events, then each as it is committed. A reader that is slower than the events come is read for from the
 * store, and nothing is kept for it. Returns when all that was asked for is sent, or the reader is gone.
 */
export async function streamEvents(
  { questions, hub }: Pick<Runtime, 'questions' | 'hub'>,
  sink: Sink,
  { after, filter, follow, limit }: EventRequest,
): Promise<void> {
  using news = collectNews(hub, sink.gone);
  let last = after;
  let left = limit;
  let size = firstPage;

  while (!sink.gone.aborted) {
    const upTo = hub.seq;
    const read = await questions.events({ after: last, limit: Math.min(size, left), ...filter });
    const bytes = send(read);
    size = bytes > largePage ? Math.max(1, size >> 2) : Math.min(largestPage, size * 2);
    // Fewer than asked for were all that there were.
    if (read.length === 0) last = Math.max(last, upTo);
    await sink.flushed();
    if (left === 0 || (read.length === 0 && !(await followOn()))) return;
  }

  /** Sends what is committed for as long as the reader keeps up. @returns whether there is more to read from the store */
  async function followOn(): Promise<boolean> {
    while (follow && !sink.gone.aborted && left > 0) {
      if (hub.seq <= last) await news.arrived();
      const fresh = sink.idle ? news.takeAfter(last) : undefined;
      if (!fresh) return !sink.gone.aborted;
      send(fresh.filter((event) => passes(event, filter)).slice(0, left));
      last = Math.max(last, fresh.at(-1)?.seq ?? last);
    }
    return false;
  }

  function send(events: Event[]): number {
    if (events.length === 0) return 0;
    left -= events.length;
    last = events.at(-1)?.seq ?? last;
    return sink.send({ type: 'changes', events, sessions: {}, runs: {} });
  }
}

/** Events that are kept for a reader that follows; where more come before it takes them, it reads from the store. */
const maximumKept = 100;

interface News extends Disposable {
  /** Resolves when events have arrived that were not taken, or the reader is gone. */
  arrived(): Promise<void>;
  /** @returns all events after a number, which are taken by that; undefined where some were not kept */
  takeAfter(seq: number): Event[] | undefined;
}

function collectNews(hub: Hub, gone: AbortSignal): News {
  let kept: Event[] = [];
  let missed = hub.seq;
  let wake = Promise.withResolvers<void>();
  const onGone = () => wake.resolve();
  gone.addEventListener('abort', onGone, { once: true });
  const subscription = hub.subscribe(({ events }) => {
    kept.push(...events);
    if (kept.length > maximumKept) {
      missed = kept.at(-1)?.seq ?? missed;
      kept = [];
    }
    wake.resolve();
  });
  return {
    async arrived() {
      await wake.promise;
      if (!gone.aborted) wake = Promise.withResolvers<void>();
    },
    takeAfter(seq) {
      const taken = kept.filter((event) => event.seq > seq);
      kept = [];
      return seq < missed ? undefined : taken;
    },
    [Symbol.dispose]() {
      subscription[Symbol.dispose]();
      gone.removeEventListener('abort', onGone);
    },
  };
}

function passes(event: Event, { run_id, session_id, kinds }: EventFilter): boolean {
  return (
    (run_id === undefined || event.run_id === run_id) &&
    (session_id === undefined || event.session_id === session_id) &&
    (!kinds || kinds.includes(event.kind))
  );
}
