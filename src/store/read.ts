/**
 * Reads. Every statement runs to its end at once, because an open statement prevents trimming of the write-ahead log.
 */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { ApprovalStatus, ApprovalView } from '../contract/approval.ts';
import type { Problem } from '../base/problem.ts';
import type { Event } from '../contract/event.ts';
import type { RunSummary, UnitView } from '../contract/run.ts';
import type { SessionView } from '../contract/session.ts';
import type { PendingCommand, Receipt, StoredEffect, StoredRule } from './commit.ts';

export interface SessionRow {
  id: string;
  view: SessionView;
  state: unknown;
  cursor: unknown;
  last_seq: number;
}

/** A session in a list: its view, and the number of its last event. */
export interface ListedSession {
  view: SessionView;
  last_seq: number;
}

/** A stored run, with its units in the order of the plan. */
export interface StoredRun {
  view: RunSummary;
  units: UnitView[];
  cost_usd: number;
}

export interface EventQuery {
  /** Events after this number, oldest first. */
  after: number;
  /** Only the latest events before this number. */
  before?: number;
  /** Maximum number of events. */
  limit: number;
  session_id?: string;
  run_id?: string;
  kinds?: string[];
}

export interface Totals {
  completed: number;
  failed: number;
  stopped: number;
  running: number;
  tool_calls: number;
  approvals: number;
  denials: number;
  input_tokens: number;
  output_tokens: number;
  cost_usd: number;
}

/** All queries of the store; their answers are passed from the worker unchanged. */
export interface Reads {
  lastSeq(): number;
  openSessions(): SessionRow[];
  session(id: string): SessionRow | undefined;
  /** Newest first by creation. Removed ones only if `removed` is set. */
  sessions(query: { removed: boolean; repo?: string; limit: number }): ListedSession[];
  /** Finds sessions by a prefix of the id, or by name. */
  findSessions(selector: string): { id: string; name: string; removed: boolean }[];
  /** Ids of runs that a daemon must look after. */
  openRuns(): string[];
  run(id: string): StoredRun | undefined;
  /** Newest first by creation. */
  runs(query: { repo?: string; limit: number }): StoredRun[];
  /** Ids with this prefix. */
  findRuns(selector: string): string[];
  /** All events of a run itself, from its creation on. */
  runEvents(id: string): Event[];
  sessionsOfRun(id: string): SessionView[];
  lastRemoved(): string | undefined;
  events(query: EventQuery): Event[];
  /** The last events of a session of these kinds, the latest last. */
  lastEvents(query: { session_id: string; kinds: string[]; limit: number }): Event[];
  approvals(query: { status?: ApprovalStatus; limit: number }): ApprovalView[];
  findApprovals(selector: string): ApprovalView[];
  /** In the order in which they were added. */
  rules(): StoredRule[];
  /** Number of uses of rules with `max_uses`. */
  ruleUses(): { key: string; count: number }[];
  /** Unfinished effects of sessions or of runs, in order of commit. */
  effects(of: 'sessions' | 'runs'): StoredEffect[];
  receipt(command_id: string): Receipt | undefined;
  /** The stored state of a command: its receipt, or its acceptance. */
  knownCommand(command_id: string): Receipt | PendingCommand | undefined;
  /** Accepted commands that have not ended, in order of acceptance. */
  pendingCommands(): PendingCommand[];
  totals(): Totals;
  /** Total of all sessions since `at`, ISO 8601 UTC: US dollars, and input and output tokens. */
  spentSince(at: string): { cost_usd: number; tokens: number };
}

export function createReads(database: DatabaseSync): Reads {
  const query = createQuery(database);
  return {
    ...readSessions(query),
    ...readRuns(query),
    ...readEvents(query),
    ...readPolicy(query),
    ...readCommands(query),
    ...readRest(query),
  };
}

interface Query {
  all: <T>(sql: string, ...values: SQLInputValue[]) => T[];
  one: <T>(sql: string, ...values: SQLInputValue[]) => T | undefined;
}

/** Prepares every statement once. */
function createQuery(database: DatabaseSync): Query {
  const statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  const statement = (sql: string) => {
    const known = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, known);
    return known;
  };
  return {
    all: <T>(sql: string, ...values: SQLInputValue[]) => statement(sql).all(...values) as T[],
    one: <T>(sql: string, ...values: SQLInputValue[]) => statement(sql).get(...values) as T | undefined,
  };
}

function readSessions({
  all,
  one,
}: Query): Pick<
  Reads,
  'openSessions' | 'session' | 'sessions' | 'findSessions' | 'sessionsOfRun' | 'lastRemoved'
> {
  return {
    openSessions: () =>
      all<RawSession>(`${selectSession} WHERE open = 1 ORDER BY created_seq`).map(readSession),
    session(id) {
      const row = one<RawSession>(`${selectSession} WHERE id = ?`, id);
      return row && readSession(row);
    },
    sessions: ({ removed, repo, limit }) =>
      all<{ view: string; last_seq: number }>(
        `SELECT view, last_seq FROM sessions WHERE (removed = 0 OR ?) AND (? IS NULL OR repo = ?)
         ORDER BY created_seq DESC, id DESC LIMIT ?`,
        Number(removed),
        repo ?? null,
        repo ?? null,
        limit,
      ).map(({ view, last_seq }) => ({ view: JSON.parse(view) as SessionView, last_seq })),
    findSessions: (selector) =>
      all<{ id: string; name: string; removed: number }>(
        `SELECT id, name, removed FROM sessions WHERE ${beginsWith} OR name = ? ORDER BY created_seq DESC LIMIT 20`,
        ...range(selector),
        selector,
      ).map((row) => ({ ...row, removed: row.removed === 1 })),
    sessionsOfRun: (id) =>
      all<{ view: string }>('SELECT view FROM sessions WHERE run_id = ? ORDER BY created_seq', id).map(
        readView<SessionView>,
      ),
    lastRemoved: () =>
      one<{ session_id: string }>(
        `SELECT session_id FROM events JOIN sessions ON sessions.id = session_id
         WHERE kind IN ('session.removed', 'session.abandoned') AND removed = 1 ORDER BY seq DESC LIMIT 1`,
      )?.session_id,
  };
}

function readRuns(query: Query): Pick<Reads, 'openRuns' | 'run' | 'runs' | 'findRuns' | 'runEvents'> {
  const { all, one } = query;
  return {
    openRuns: () =>
      all<{ id: string }>('SELECT id FROM runs WHERE open = 1 ORDER BY created_seq').map(({ id }) => id),
    run(id) {
      const row = one<{ id: string; view: string }>('SELECT id, view FROM runs WHERE id = ?', id);
      return row && readRun(query, row);
    },
    runs: ({ repo, limit }) =>
      all<{ id: string; view: string }>(
        'SELECT id, view FROM runs WHERE (? IS NULL OR repo = ?) ORDER BY created_seq DESC LIMIT ?',
        repo ?? null,
        repo ?? null,
        limit,
      ).map((row) => readRun(query, row)),
    findRuns: (selector) =>
      all<{ id: string }>(
        `SELECT id FROM runs WHERE ${beginsWith} ORDER BY created_seq DESC LIMIT 20`,
        ...range(selector),
      ).map(({ id }) => id),
    runEvents: (id) =>
      all<RawEvent>(
        'SELECT seq, at, kind, session_id, run_id, data FROM events WHERE run_id = ? AND session_id IS NULL ORDER BY seq',
        id,
      ).map(readEvent),
  };
}

function readEvents({ all, one }: Query): Pick<Reads, 'lastSeq' | 'events' | 'lastEvents'> {
  return {
    lastSeq: () => one<{ seq: number }>('SELECT coalesce(max(seq), 0) AS seq FROM events')?.seq ?? 0,
    events({ after, before, limit, session_id, run_id, kinds }) {
      const conditions: [string, ...SQLInputValue[]][] = [['seq > ?', after]];
      if (before !== undefined) conditions.push(['seq < ?', before]);
      if (session_id !== undefined) conditions.push(['session_id = ?', session_id]);
      if (run_id !== undefined) conditions.push(['run_id = ?', run_id]);
      if (kinds) conditions.push([`kind IN (${kinds.map(() => '?').join()})`, ...kinds]);
      const where = conditions.map(([condition]) => condition).join(' AND ');
      const order = before === undefined ? 'ASC' : 'DESC';
      const events = all<RawEvent>(
        `SELECT seq, at, kind, session_id, run_id, data FROM events WHERE ${where} ORDER BY seq ${order} LIMIT ?`,
        ...conditions.flatMap(([, ...values]) => values),
        limit,
      ).map(readEvent);
      return before === undefined ? events : events.toReversed();
    },
    lastEvents: ({ session_id, kinds, limit }) =>
      all<RawEvent>(
        `SELECT seq, at, kind, session_id, run_id, data FROM events
         WHERE session_id = ? AND kind IN (${kinds.map(() => '?').join()}) ORDER BY seq DESC LIMIT ?`,
        session_id,
        ...kinds,
        limit,
      )
        .map(readEvent)
        .toReversed(),
  };
}

/** Approvals, and rules that answers added. */
function readPolicy({ all }: Query): Pick<Reads, 'approvals' | 'findApprovals' | 'rules' | 'ruleUses'> {
  return {
    approvals: ({ status, limit }) =>
      all<{ view: string }>(
        'SELECT view FROM approvals WHERE (? IS NULL OR status = ?) ORDER BY asked_at DESC, id LIMIT ?',
        status ?? null,
        status ?? null,
        limit,
      ).map(readView<ApprovalView>),
    findApprovals: (selector) =>
      all<{ view: string }>(
        `SELECT view FROM approvals WHERE ${beginsWith} LIMIT 20`,
        ...range(selector),
      ).map(readView<ApprovalView>),
    rules: () =>
      all<StoredRule>(
        'SELECT id, rule, decision, scope, within, session_id, by, at, reason, expires, max_uses FROM rules ORDER BY rowid',
      ),
    ruleUses: () => all<{ key: string; count: number }>('SELECT key, count FROM rule_uses'),
  };
}

/** Commands: accepted, or ended. */
function readCommands({ all, one }: Query): Pick<Reads, 'receipt' | 'knownCommand' | 'pendingCommands'> {
  const receipt = (command_id: string): Receipt | undefined => {
    const row = one<Receipt & { answer: string; problem: string | null }>(
      'SELECT * FROM receipts WHERE command_id = ?',
      command_id,
    );
    if (!row) return undefined;
    const problem = row.problem === null ? null : (JSON.parse(row.problem) as Problem);
    return { ...row, answer: JSON.parse(row.answer) as unknown, problem };
  };
  return {
    receipt,
    knownCommand: (command_id) =>
      receipt(command_id) ??
      all<RawPending>('SELECT * FROM pending_commands WHERE command_id = ?', command_id).map(readPending)[0],
    pendingCommands: () =>
      all<RawPending>('SELECT * FROM pending_commands ORDER BY at, command_id').map(readPending),
  };
}

/** The other queries of a daemon: pending effects, and totals. */
function readRest({ all, one }: Query): Pick<Reads, 'effects' | 'spentSince' | 'totals'> {
  return {
    effects: (of) =>
      all<StoredEffect & { data: string }>(
        `SELECT id, owner, kind, data FROM effects WHERE owner IN (SELECT id FROM ${of}) ORDER BY id`,
      ).map((row) => ({ ...row, data: JSON.parse(row.data) as unknown })),
    spentSince: (at) =>
      one<{ cost_usd: number; tokens: number }>(
        `SELECT coalesce(sum(json_extract(data, '$.cost_usd')), 0.0) AS cost_usd,
           coalesce(sum(json_extract(data, '$.input_tokens') + json_extract(data, '$.output_tokens')), 0) AS tokens
         FROM events WHERE kind = 'usage.recorded' AND at >= ?`,
        at,
      ) ?? assertNever(),
    totals: () => one<Totals>(selectTotals) ?? assertNever(),
  };
}

/** Ids that begin with a text, as a range of keys: rows hold whole states, and to read them all would take long. */
const beginsWith = '(id >= ? AND id < ?)';

function range(beginning: string): [from: string, to: string] {
  return [beginning, `${beginning}\u{10FFFF}`];
}

function readRun({ all, one }: Query, { id, view }: { id: string; view: string }): StoredRun {
  const units = all<{ view: string }>('SELECT view FROM units WHERE run_id = ? ORDER BY place', id);
  const cost = one<{ cost: number }>(
    "SELECT coalesce(sum(json_extract(view, '$.stats.cost_usd')), 0.0) AS cost FROM sessions WHERE run_id = ?",
    id,
  );
  return {
    view: JSON.parse(view) as RunSummary,
    units: units.map(readView<UnitView>),
    cost_usd: cost?.cost ?? 0,
  };
}

interface RawSession {
  id: string;
  view: string;
  state: string;
  cursor: string;
  last_seq: number;
}

interface RawPending extends PendingCommand {
  data: string;
}

interface RawEvent {
  seq: number;
  at: string;
  kind: string;
  session_id: string | null;
  run_id: string | null;
  data: string;
}

const selectSession = 'SELECT id, view, state, cursor, last_seq FROM sessions';

const selectTotals = `
SELECT
  coalesce(sum(status = 'completed'), 0) AS completed,
  coalesce(sum(status = 'failed' AND outcome IS NOT 'stopped'), 0) AS failed,
  coalesce(sum(outcome IS 'stopped'), 0) AS stopped,
  coalesce(sum(status IN ('starting', 'running')), 0) AS running,
  coalesce(sum(json_extract(stats, '$.tool_calls')), 0) AS tool_calls,
  coalesce(sum(json_extract(stats, '$.approvals')), 0) AS approvals,
  coalesce(sum(json_extract(stats, '$.denials')), 0) AS denials,
  coalesce(sum(json_extract(stats, '$.input_tokens')), 0) AS input_tokens,
  coalesce(sum(json_extract(stats, '$.output_tokens')), 0) AS output_tokens,
  coalesce(sum(json_extract(stats, '$.cost_usd')), 0.0) AS cost_usd
FROM (
  SELECT json_extract(view, '$.status') AS status, json_extract(view, '$.outcome.kind') AS outcome,
    json_extract(view, '$.stats') AS stats
  FROM sessions
)`;

function readSession({ id, view, state, cursor, last_seq }: RawSession): SessionRow {
  return {
    id,
    view: JSON.parse(view) as SessionView,
    state: JSON.parse(state) as unknown,
    cursor: JSON.parse(cursor) as unknown,
    last_seq,
  };
}

function readPending(row: RawPending): PendingCommand {
  return { ...row, data: JSON.parse(row.data) as unknown };
}

function readEvent(row: RawEvent): Event {
  return { ...row, data: JSON.parse(row.data) as unknown } as Event;
}

function readView<T>({ view }: { view: string }): T {
  return JSON.parse(view) as T;
}

function assertNever(): never {
  throw new Error('an aggregate without a row');
}
