/** The daemon's API as functions. A refusal of the daemon is thrown as a {@link FairleadError}. */
import type { Answer, AnswerOf, AnswerType, Answers, DiffView, StatsView } from '../contract/answer.ts';
import type { ApprovalView } from '../contract/approval.ts';
import type { Command } from '../contract/command.ts';
import { problem, type Problem } from '../base/problem.ts';
import type { Event, EventKind } from '../contract/event.ts';
import type { RunView } from '../contract/run.ts';
import type { SessionView } from '../contract/session.ts';
import { FairleadError } from './failure.ts';
import { followLive, type LiveUpdate } from './follow-live.ts';
import { parseEvents } from './server-sent-events.ts';
import type { Transport } from './transport.ts';
import { withQuery } from './with-query.ts';

export interface Client {
  sessions(query?: { all?: boolean; repo?: string; limit?: number }): Promise<SessionView[]>;
  session(selector: string): Promise<SessionView>;
  runs(query?: { repo?: string; limit?: number }): Promise<RunView[]>;
  run(selector: string): Promise<RunView>;
  /** Returns a page of a session's events, oldest first: after a number, or the latest before one. */
  history(
    selector: string,
    query?: { after?: number; before?: number; kinds?: EventKind[]; limit?: number },
  ): Promise<Event[]>;
  approvals(query?: { all?: boolean }): Promise<ApprovalView[]>;
  diff(selector: string): Promise<DiffView>;
  stats(): Promise<StatsView>;
  daemon(): Promise<Answers['daemon']>;
  /** Sends a command. Sent again with the same `command_id`, it has its effect once. */
  command(command: Command & { command_id?: string }): Promise<Answer>;
  /** Like {@link Client.command}, for a caller that knows the type of the answer. */
  ask<T extends AnswerType>(type: T, command: Command): Promise<Answers[T]>;
  /** Yields events after a number: stored ones first, then new ones, until `signal` aborts. */
  events(query: EventsQuery, signal: AbortSignal): AsyncIterable<Event>;
  /** Yields the current state, now and after every change, until `signal` aborts. */
  live(signal: AbortSignal): AsyncIterable<LiveUpdate>;
}

export interface EventsQuery {
  after?: number;
  session?: string;
  run?: string;
  kinds?: EventKind[];
  /** False ends after the stored events; true (the default) continues with new ones. */
  follow?: boolean;
}

/** @param by the sender for the log: the name of the program or of the person */
export function createClient(transport: Transport, by: string): Client {
  const client: Client = {
    sessions: (query = {}) => get('/api/v1/sessions', query),
    session: (selector) => get(`/api/v1/sessions/${encodeURIComponent(selector)}`),
    runs: (query = {}) => get('/api/v1/runs', query),
    run: (selector) => get(`/api/v1/runs/${encodeURIComponent(selector)}`),
    history: (selector, { kinds, ...query } = {}) =>
      get(`/api/v1/sessions/${encodeURIComponent(selector)}/events`, { ...query, kinds: kinds?.join(',') }),
    approvals: (query = {}) => get('/api/v1/approvals', query),
    diff: (selector) => get(`/api/v1/sessions/${encodeURIComponent(selector)}/diff`),
    stats: () => get('/api/v1/stats'),
    daemon: () => get('/api/v1/daemon'),
    async command(command) {
      const body = { command_id: crypto.randomUUID(), ...command, by };
      // The daemon's answers have this form by the same contract.
      return (await send('POST', '/api/v1/commands', body)) as Answer;
    },
    async ask(type, command) {
      const answer = await client.command(command);
      if (answer.type !== type) throw new Error(`expected ${type}, got ${answer.type}`);
      return (answer as AnswerOf<typeof type>).data;
    },
    async *events({ after = 0, session, run, kinds, follow }, signal) {
      const query = withQuery('/api/v1/events', { after, session, run, kind: kinds?.join(','), follow });
      for await (const { data } of parseEvents(transport.stream(query, signal)))
        yield JSON.parse(data) as Event;
    },
    live: (signal) => followLive(transport, signal),
  };
  return client;

  async function get<T>(path: string, query: Record<string, unknown> = {}): Promise<T> {
    const { data } = await send('GET', withQuery(path, query));
    return data as T;
  }

  async function send(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
  ): Promise<{ type: string; data: unknown }> {
    const answer = await transport.request(method, path, body);
    const parsed = answer.body as { type: string; data: unknown } | null;
    if (answer.status === 200 && parsed) return parsed;
    throw new FairleadError(
      parsed?.type === 'error'
        ? (parsed.data as Problem)
        : problem('internal', `the daemon answered with status ${answer.status}`, 'fairlead daemon logs'),
    );
  }
}
