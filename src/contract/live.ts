/** Messages to a subscriber: first a snapshot, then every change with its number. */
import type { ApprovalView } from './approval.ts';
import type { Event } from './event.ts';
import type { RunSummary, RunView, UnitView } from './run.ts';
import type { SessionView } from './session.ts';

export interface Snapshot {
  type: 'snapshot';
  /** The number of the last event that the snapshot contains. */
  seq: number;
  /** Newest first by creation. */
  sessions: SessionView[];
  /** Pending ones. */
  approvals: ApprovalView[];
  /** Newest first by creation. */
  runs: RunView[];
}

export interface Changes {
  type: 'changes';
  events: Event[];
  /** By session id, the changed fields of its view; a new session is complete. */
  sessions: Record<string, Partial<SessionView>>;
  /** By run id, its summary and the changed units. */
  runs: Record<string, RunChange>;
}

export interface RunChange {
  summary: RunSummary;
  units: UnitView[];
}

export type LiveMessage = Snapshot | Changes;

/** Computes the snapshot after a message. */
export function foldLive(before: Snapshot, { events, sessions, runs }: Changes): Snapshot {
  const known = new Map(before.sessions.map((session) => [session.id, session]));
  const fresh: SessionView[] = [];
  for (const [id, changes] of Object.entries(sessions)) {
    const session = known.get(id);
    if (session) known.set(id, { ...session, ...changes, restored: false });
    // A session that the snapshot lacks is complete.
    else fresh.push(changes as SessionView);
  }
  return {
    type: 'snapshot',
    seq: events.at(-1)?.seq ?? before.seq,
    sessions: [...fresh.toReversed(), ...known.values()].filter(({ removed }) => !removed),
    approvals: events.reduce(foldApproval, before.approvals),
    runs: foldRuns(before.runs, runs),
  };
}

function foldRuns(before: readonly RunView[], changes: Record<string, RunChange>): RunView[] {
  const known = new Map(before.map((run) => [run.id, run]));
  const fresh: RunView[] = [];
  for (const [id, { summary, units }] of Object.entries(changes)) {
    const run = known.get(id);
    const now: RunView = {
      ...(run ?? { pid: null, cost_usd: 0, last_heartbeat: summary.started_at }),
      ...summary,
      units: run ? foldUnits(run.units, units) : units,
    };
    if (run) known.set(id, now);
    else fresh.push(now);
  }
  return [...fresh.toReversed(), ...known.values()];
}

function foldUnits(before: readonly UnitView[], changes: readonly UnitView[]): UnitView[] {
  const changed = new Map(changes.map((unit) => [unit.id, unit]));
  return before.map((unit) => changed.get(unit.id) ?? unit);
}

function foldApproval(approvals: ApprovalView[], event: Event): ApprovalView[] {
  switch (event.kind) {
    case 'approval.asked':
      // A snapshot may already contain the first changes that follow it.
      return [...approvals.filter(({ id }) => id !== event.data.approval.id), event.data.approval];
    case 'approval.answered':
    case 'approval.withdrawn': {
      const { approval_id } = event.data;
      return approvals.filter(({ id }) => id !== approval_id);
    }
    default:
      return approvals;
  }
}
