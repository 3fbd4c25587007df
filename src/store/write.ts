/** Writes commits. These are the only statements that change the database. */
import type { DatabaseSync } from 'node:sqlite';
import type { Event } from '../contract/event.ts';
import type {
  Commit,
  Committed,
  Receipt,
  RunWrite,
  SessionWrite,
  StoredEffect,
  StoredRule,
} from './commit.ts';

/** The outcome of each commit, in order; a commit that fails rolls back only itself. */
export type Written = { ok: true; value: Committed } | { ok: false; error: Error };

export type Writer = (commits: readonly Commit[]) => Written[];

/** Writes all waiting commits in one transaction, so that the disk is synced once. */
export function createWriter(database: DatabaseSync): Writer {
  const statements = prepare(database);
  let seq = lastSeq(database);

  return (commits) => {
    const before = seq;
    database.exec('BEGIN IMMEDIATE');
    try {
      const written = commits.map(writeSeparately);
      database.exec('COMMIT');
      return written;
    } catch (error) {
      seq = before;
      if (database.isTransaction) database.exec('ROLLBACK');
      return commits.map(() => ({ ok: false, error: asError(error) }));
    }
  };

  function writeSeparately(commit: Commit): Written {
    const before = seq;
    database.exec('SAVEPOINT one');
    try {
      const value = write(commit);
      database.exec('RELEASE one');
      return { ok: true, value };
    } catch (error) {
      seq = before;
      // SQLite rolls back the whole transaction when the disk is full; then there is no savepoint left.
      if (!database.isTransaction) throw error;
      database.exec('ROLLBACK TO one; RELEASE one');
      return { ok: false, error: asError(error) };
    }
  }

  function write(commit: Commit): Committed {
    const events: Event[] = commit.events.map((event) => {
      seq += 1;
      statements.insertEvent.run(
        seq,
        event.at,
        event.kind,
        event.session_id,
        event.run_id,
        JSON.stringify(event.data),
      );
      return { ...event, seq };
    });
    for (const session of commit.sessions) writeSession(statements, seq, session, events);
    for (const run of commit.runs) writeRun(statements, seq, run, events);
    for (const view of commit.approvals)
      statements.insertApproval.run(
        view.id,
        view.session_id,
        view.status,
        view.asked_at,
        JSON.stringify(view),
      );
    for (const rule of commit.rules) writeRule(statements, rule);
    for (const key of commit.uses) statements.addUse.run(key);
    for (const id of commit.forgotten) {
      statements.deleteRule.run(id);
      statements.deleteUses.run(id);
    }
    for (const id of commit.done) statements.deleteEffect.run(id);
    const effects: StoredEffect[] = commit.effects.map((effect) => {
      const { lastInsertRowid } = statements.insertEffect.run(
        effect.owner,
        effect.kind,
        JSON.stringify(effect.data),
      );
      return { ...effect, id: Number(lastInsertRowid) };
    });
    for (const { command_id, fingerprint, at, by, type, owner, data } of commit.accepted)
      statements.insertPending.run(command_id, fingerprint, at, by, type, owner, JSON.stringify(data));
    for (const receipt of commit.receipts) writeReceipt(statements, receipt);
    return { events, effects };
  }
}

type Statements = ReturnType<typeof prepare>;

function writeReceipt(
  { deletePending, insertReceipt }: Statements,
  { command_id, fingerprint, at, answer, problem }: Receipt,
): void {
  deletePending.run(command_id);
  const why = problem && JSON.stringify(problem);
  insertReceipt.run(command_id, fingerprint, at, JSON.stringify(answer), why);
}

/** @param last the number of the last event, if `events` has none of this run */
function writeRule(
  { insertRule }: Statements,
  { id, rule, decision, scope, within, ...rest }: StoredRule,
): void {
  const { session_id, by, at, reason, expires, max_uses } = rest;
  insertRule.run(id, rule, decision, scope, within, session_id, by, at, reason, expires, max_uses);
}

function writeRun(
  { insertRun, insertUnit }: Statements,
  last: number,
  { id, view, units, open }: RunWrite,
  events: readonly Event[],
): void {
  const first = events.find((event) => event.run_id === id)?.seq ?? last;
  insertRun.run(id, first, view.repo, Number(open), JSON.stringify(view));
  for (const unit of units) insertUnit.run(id, unit.place, JSON.stringify(unit.view));
}

function writeSession(
  { insertSession }: Statements,
  last: number,
  { id, view, state, cursor, open }: SessionWrite,
  events: readonly Event[],
): void {
  const own = events.filter((event) => event.session_id === id);
  insertSession.run({
    id,
    first: own[0]?.seq ?? last,
    last: own.at(-1)?.seq ?? 0,
    name: view.name,
    repo: view.repo,
    removed: Number(view.removed),
    open: Number(open),
    run: view.run_id,
    view: JSON.stringify(view),
    state: JSON.stringify(state),
    cursor: JSON.stringify(cursor),
  });
}
function prepare(database: DatabaseSync) {
  return {
    insertEvent: database.prepare(
      'INSERT INTO events (seq, at, kind, session_id, run_id, data) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    insertSession: database.prepare(
      `INSERT INTO sessions (id, created_seq, last_seq, name, repo, removed, open, run_id, view, state, cursor)
     VALUES ($id, $first, $last, $name, $repo, $removed, $open, $run, $view, $state, $cursor)
     ON CONFLICT (id) DO UPDATE SET last_seq = max(last_seq, $last), name = $name, removed = $removed, open = $open,
       view = $view, state = $state, cursor = $cursor`,
    ),
    insertRun: database.prepare(
      `INSERT INTO runs (id, created_seq, repo, open, view) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET open = excluded.open, view = excluded.view`,
    ),
    insertUnit: database.prepare(
      `INSERT INTO units (run_id, place, view) VALUES (?, ?, ?)
     ON CONFLICT (run_id, place) DO UPDATE SET view = excluded.view`,
    ),
    insertApproval: database.prepare(
      `INSERT INTO approvals (id, session_id, status, asked_at, view) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET status = excluded.status, view = excluded.view`,
    ),
    insertRule: database.prepare(
      `INSERT INTO rules (id, rule, decision, scope, within, session_id, by, at, reason, expires, max_uses)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    deleteRule: database.prepare('DELETE FROM rules WHERE id = ?'),
    deleteUses: database.prepare('DELETE FROM rule_uses WHERE key = ?'),
    addUse: database.prepare(
      'INSERT INTO rule_uses (key, count) VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET count = count + 1',
    ),
    insertEffect: database.prepare('INSERT INTO effects (owner, kind, data) VALUES (?, ?, ?)'),
    deleteEffect: database.prepare('DELETE FROM effects WHERE id = ?'),
    insertPending: database.prepare(
      'INSERT INTO pending_commands (command_id, fingerprint, at, by, type, owner, data) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    deletePending: database.prepare('DELETE FROM pending_commands WHERE command_id = ?'),
    insertReceipt: database.prepare(
      'INSERT INTO receipts (command_id, fingerprint, at, answer, problem) VALUES (?, ?, ?, ?, ?)',
    ),
  };
}

function lastSeq(database: DatabaseSync): number {
  const { seq } = database.prepare('SELECT coalesce(max(seq), 0) AS seq FROM events').get() as {
    seq: number;
  };
  return seq;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
