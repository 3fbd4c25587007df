/** Sends numbered events to one reader, from any past event on, without gaps and duplicates. */
import type { Event } from '../contract/event.ts';
import type { LiveMessage } from '../contract/live.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** A target of messages: a server-sent stream or a WebSocket. */
export interface Sink {
  send(message: LiveMessage): void;
  /** Resolves when the sent messages have left this process, or the reader is gone. */
  flushed(): Promise<void>;
  /** Aborts when the reader is gone. */
  readonly gone: AbortSignal;
}

/** Events read from the store at once. */
const page = 500;

/** Number of sessions in a snapshot. */
const shown = 1_000;

/** Number of runs in a snapshot. */
const shownRuns = 20;

export interface EventRequest {
  /** Events after this number. */
  after: number;
  filter: EventFilter;
  /** Continues with new events after the stored ones. */
  follow: boolean;
}

export interface EventFilter {
  run_id?: string;
  session_id?: string;
  kinds?: string[];
}

/**
 * Sends stored events, then each new one after its commit. Returns when all requested events are sent, or the reader
 * is gone.
 */
export async function streamEvents(
  { questions, hub }: Runtime,
  sink: Sink,
  { after, filter, follow: goOn }: EventRequest,
): Promise<void> {
  let last = after;
  while (!sink.gone.aborted) {
    const upTo = hub.seq;
    const events = await questions.events({ after: last, limit: page, ...filter });
    if (events.length > 0) sink.send({ type: 'changes', events, sessions: {}, runs: {} });
    last = events.length < page ? Math.max(upTo, events.at(-1)?.seq ?? 0) : (events.at(-1)?.seq ?? last);
    await sink.flushed();
    if (events.length < page && last >= hub.seq) break;
  }
  if (!goOn) return;
  await follow(hub, sink, (message) => {
    const events = message.events.filter((event) => event.seq > last && passes(event, filter));
    if (events.length > 0) sink.send({ ...message, events });
  });
}

/** Sends a snapshot, then every commit. */
export async function streamLive({ questions, hub }: Runtime, sink: Sink): Promise<void> {
  const waiting: Changes[] = [];
  let take = (message: Changes): void => {
    waiting.push(message);
  };
  const following = follow(hub, sink, (message) => take(message));
  const before = hub.seq;
  const [sessions, approvals, runs] = await Promise.all([
    questions.sessions({ removed: false, limit: shown }),
    questions.approvals({ status: 'pending', limit: shown }),
    questions.runs({ limit: shownRuns }),
  ]);
  // The snapshot may already contain commits made while it was read; sending them again changes nothing.
  sink.send({ type: 'snapshot', seq: before, sessions, approvals, runs });
  for (const message of waiting) sink.send(message);
  take = (message) => sink.send(message);
  await following;
}

type Changes = Extract<LiveMessage, { type: 'changes' }>;

async function follow(hub: Runtime['hub'], sink: Sink, take: (message: Changes) => void): Promise<void> {
  if (sink.gone.aborted) return;
  using _subscription = hub.subscribe(({ events, sessions, runs = {} }) =>
    take({ type: 'changes', events, sessions, runs }),
  );
  await new Promise<void>((resolve) => sink.gone.addEventListener('abort', () => resolve(), { once: true }));
}

function passes(event: Event, { run_id, session_id, kinds }: EventFilter): boolean {
  return (
    (run_id === undefined || event.run_id === run_id) &&
    (session_id === undefined || event.session_id === session_id) &&
    (!kinds || kinds.includes(event.kind))
  );
}
