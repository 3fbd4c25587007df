/** Where things stand, and then every commit, to one reader; or what came after a number, for one that was there before. */
import { cutEvent, cutRow } from '../contract/cut.ts';
import type { Event } from '../contract/event.ts';
import type { Changes, LiveMessage, RunChange, SnapshotPart } from '../contract/live.ts';
import type { SessionView } from '../contract/session.ts';
import type { Published } from '../runtime/hub.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { inParts } from './in-parts.ts';
import type { Sink } from './sink.ts';

type Source = Pick<Runtime, 'questions' | 'hub'>;

/** Sessions and pending approvals that a snapshot shows. */
const shown = 1_000;

/** Runs that a snapshot shows. */
const shownRuns = 20;

/** Events that a reader may have missed: beyond that a snapshot is cheaper for both sides. */
const maximumMissed = 5_000;

/** Commits that may wait while a reader gets what stands before them. */
const maximumWaiting = 5_000;

/** @param after the number of the last event that the reader has; undefined for one that has nothing */
export async function streamLive({ questions, hub }: Source, sink: Sink, after?: number): Promise<void> {
  if (sink.gone.aborted) return;
  const reader = createReader();
  const waiting: Published[] = [];
  let ready = false;
  let sent = 0;
  const push = (published: Published): void => {
    const last = published.events.at(-1)?.seq ?? 0;
    if (last > sent) sink.send(reader.changes(published));
    sent = Math.max(sent, last);
  };
  using _subscription = hub.subscribe((published) => {
    if (ready) return push(published);
    if (waiting.length >= maximumWaiting) sink.drop();
    else waiting.push(published);
  });

  const upTo = hub.seq;
  const resumes = after !== undefined && after <= upTo && upTo - after <= maximumMissed;
  const first = resumes ? missed({ questions, hub }, after, upTo) : snapshot({ questions, hub }, upTo);
  for await (const message of first) {
    reader.note(message);
    sink.send(message);
    // So that what waits for the reader is never the snapshot itself.
    await sink.flushed();
    if (sink.gone.aborted) return;
  }
  // What was committed meanwhile may be in it already: to say it again changes nothing.
  sent = upTo;
  for (const published of waiting) push(published);
  ready = true;
  await new Promise<void>((resolve) => {
    if (sink.gone.aborted) resolve();
    else sink.gone.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** What a reader has of sessions and runs: of all others a change comes whole. */
function createReader() {
  const sessions = new Set<string>();
  const runs = new Set<string>();

  return {
    note(message: LiveMessage): void {
      if (message.type === 'snapshot') {
        for (const { id } of message.sessions) sessions.add(id);
        for (const { id } of message.runs) runs.add(id);
        return;
      }
      for (const [id, view] of Object.entries(message.sessions)) noteSession(id, view.removed);
      for (const id of Object.keys(message.runs)) runs.add(id);
    },
    changes({ events, sessions: changed, runs: changedRuns = {} }: Published): Changes {
      const rows = Object.entries(changed).map(([id, { changes, view }]): [string, Partial<SessionView>] => {
        const row = sessions.has(id) ? changes : view;
        noteSession(id, view.removed);
        return [id, cutRow(row)];
      });
      const runRows = Object.entries(changedRuns).map(([id, { change, whole }]): [string, RunChange] => {
        const row = runs.has(id) ? change : whole();
        runs.add(id);
        return [id, row];
      });
      return {
        type: 'changes',
        events: events.map(cutEvent),
        sessions: Object.fromEntries(rows),
        runs: Object.fromEntries(runRows),
      };
    },
  };

  /** A reader lets go of a session that was removed. */
  function noteSession(id: string, removed: boolean | undefined): void {
    if (removed) sessions.delete(id);
    else sessions.add(id);
  }
}

async function* snapshot({ questions }: Source, seq: number): AsyncGenerator<SnapshotPart> {
  const [sessions, approvals, runs] = await Promise.all([
    questions.sessions({ removed: false, limit: shown }),
    questions.approvals({ status: 'pending', limit: shown }),
    questions.runs({ limit: shownRuns }),
  ]);
  const parts = inParts({ sessions, approvals, runs });
  for (const [part, rows] of parts.entries())
    yield { type: 'snapshot', seq, part, more: part < parts.length - 1, ...rows };
}

/**
 * What came after a number: first all rows that it changed, as they are now, then its events. A reader that loses its
 * connection in between resumes at the event that it got last, and so gets the rows again.
 */
async function* missed(source: Source, after: number, upTo: number): AsyncGenerator<Changes> {
  const { questions } = source;
  const [sessions, runs] = [new Set<string>(), new Set<string>()];
  for await (const events of eventsBetween(source, after, upTo))
    for (const { session_id, run_id } of events) {
      if (session_id !== null) sessions.add(session_id);
      if (run_id !== null) runs.add(run_id);
    }
  for (const id of sessions) {
    const view = await questions.session(id);
    if (view.ok) yield changesOf([], { [id]: cutRow(view.value) });
  }
  for (const id of runs) {
    const view = await questions.run(id);
    if (!view.ok) continue;
    const { units, ...summary } = view.value;
    yield changesOf([], {}, { [id]: { summary, units } });
  }
  for await (const events of eventsBetween(source, after, upTo)) yield changesOf(events);
}

async function* eventsBetween({ questions }: Source, after: number, upTo: number): AsyncGenerator<Event[]> {
  for (let last = after; last < upTo;) {
    const read = await questions.events({ after: last, limit: eventsAtOnce });
    const events = read.filter(({ seq }) => seq <= upTo);
    if (events.length > 0) yield events;
    last = events.at(-1)?.seq ?? upTo;
  }
}

/** One of them may have a megabyte before it is cut. */
const eventsAtOnce = 100;

function changesOf(events: Event[], sessions: Changes['sessions'] = {}, runs: Changes['runs'] = {}): Changes {
  return { type: 'changes', events: events.map(cutEvent), sessions, runs };
}
