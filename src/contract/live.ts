/** What a subscriber gets: first where things stand, then every change with its number. */
import type { ApprovalView } from './approval.ts';
import type { Event } from './event.ts';
import type { SessionView } from './session.ts';

export interface Snapshot {
  type: 'snapshot';
  /** The number of the last event that the snapshot contains. */
  seq: number;
  /** Newest first by creation. */
  sessions: SessionView[];
  /** Pending ones. */
  approvals: ApprovalView[];
}

export interface Changes {
  type: 'changes';
  events: Event[];
  /** By session id, the fields of its view that are different now; a new session comes whole. */
  sessions: Record<string, Partial<SessionView>>;
}

export type LiveMessage = Snapshot | Changes;

/** What a subscriber knows after a message, from what it knew before. */
export function foldLive(before: Snapshot, { events, sessions }: Changes): Snapshot {
  const known = new Map(before.sessions.map((session) => [session.id, session]));
  const fresh: SessionView[] = [];
  for (const [id, changes] of Object.entries(sessions)) {
    const session = known.get(id);
    if (session) known.set(id, { ...session, ...changes, restored: false });
    // A session the snapshot did not have comes whole.
    else fresh.push(changes as SessionView);
  }
  return {
    type: 'snapshot',
    seq: events.at(-1)?.seq ?? before.seq,
    sessions: [...fresh.toReversed(), ...known.values()].filter(({ removed }) => !removed),
    approvals: events.reduce(foldApproval, before.approvals),
  };
}

function foldApproval(approvals: ApprovalView[], event: Event): ApprovalView[] {
  switch (event.kind) {
    case 'approval.asked':
      // A snapshot may already hold what the first changes after it tell.
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
