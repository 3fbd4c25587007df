/** Folds live messages into what a subscriber knows. A message costs what it changes, however much there is. */
import type { ApprovalView } from './approval.ts';
import type { Event } from './event.ts';
import type { Changes, LiveMessage, RunChange, Snapshot } from './live.ts';
import type { RunView, UnitView } from './run.ts';
import type { SessionView } from './session.ts';

export interface LiveState {
  /** @returns whether what is known is whole: false between the parts of a snapshot */
  take(message: LiveMessage): boolean;
  /** What is known now. Its lists stay as they are when more arrives. */
  readonly now: Snapshot;
}

export function createLiveState(): LiveState {
  const sessions = createRows<SessionView>(({ created_at }) => created_at);
  const runs = createRows<RunView>(({ started_at }) => started_at);
  const approvals = createRows<ApprovalView>(() => '');
  let seq = 0;

  return {
    take(message) {
      if (message.type === 'changes') {
        takeChanges(message);
        return true;
      }
      if (message.part === 0) for (const rows of [sessions, runs, approvals]) rows.clear();
      // Oldest first, as they come later.
      for (const session of message.sessions.toReversed()) sessions.set(session.id, session);
      for (const run of message.runs.toReversed()) runs.set(run.id, run);
      for (const approval of message.approvals) approvals.set(approval.id, approval);
      seq = message.seq;
      return !message.more;
    },
    get now() {
      return {
        seq,
        sessions: sessions.newestFirst(),
        approvals: approvals.inOrder(),
        runs: runs.newestFirst(),
      };
    },
  };

  function takeChanges(changes: Changes): void {
    for (const [id, change] of Object.entries(changes.sessions)) takeSession(id, change);
    for (const [id, change] of Object.entries(changes.runs)) runs.set(id, changedRun(runs.get(id), change));
    for (const event of changes.events) takeApproval(event);
    seq = changes.events.at(-1)?.seq ?? seq;
  }

  function takeSession(id: string, change: Partial<SessionView>): void {
    const known = sessions.get(id);
    // Of a session that the reader lacks all comes at once.
    const now = known ? { ...known, ...change, restored: false } : (change as SessionView);
    if (now.removed) sessions.delete(id);
    else sessions.set(id, now);
  }

  function takeApproval(event: Event): void {
    if (event.kind === 'approval.asked') approvals.set(event.data.approval.id, event.data.approval);
    if (event.kind === 'approval.answered' || event.kind === 'approval.withdrawn')
      approvals.delete(event.data.approval_id);
  }
}

function changedRun(known: RunView | undefined, { summary, units }: RunChange): RunView {
  return { ...known, ...summary, units: known ? changedUnits(known.units, units) : units };
}

function changedUnits(known: readonly UnitView[], changes: readonly UnitView[]): UnitView[] {
  const changed = new Map(changes.map((unit) => [unit.id, unit]));
  return known.map((unit) => changed.get(unit.id) ?? unit);
}

interface Rows<Row> {
  get(id: string): Row | undefined;
  set(id: string, row: Row): void;
  delete(id: string): void;
  clear(): void;
  newestFirst(): readonly Row[];
  /** As they were added. */
  inOrder(): readonly Row[];
}

/** @param born the time of a row's creation, ISO 8601 UTC: a row may be added later than younger ones */
function createRows<Row>(born: (row: Row) => string): Rows<Row> {
  const rows = new Map<string, Row>();
  let listed: readonly Row[] | undefined;
  return {
    get: (id) => rows.get(id),
    set(id, row) {
      rows.set(id, row);
      listed = undefined;
    },
    delete(id) {
      if (rows.delete(id)) listed = undefined;
    },
    clear() {
      rows.clear();
      listed = undefined;
    },
    newestFirst() {
      listed ??= [...rows.values()].toReversed().toSorted((a, b) => compare(born(b), born(a)));
      return listed;
    },
    inOrder() {
      listed ??= [...rows.values()];
      return listed;
    },
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
