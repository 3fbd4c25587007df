/** Messages to a subscriber: first a snapshot, then every change with its number. */
import type { ApprovalView } from './approval.ts';
import type { Event } from './event.ts';
import type { RunView, UnitView } from './run.ts';
import type { SessionView } from './session.ts';

/** Where things stand. It comes in parts of about 1 MiB, so that no reader has to take it in one piece. */
export interface SnapshotPart {
  type: 'snapshot';
  /** The number of the last event that the snapshot contains for certain. */
  seq: number;
  /** Counts from 0; part 0 begins a new snapshot, and what was known before is void. */
  part: number;
  /** Whether another part follows. */
  more: boolean;
  sessions: SessionView[];
  /** Pending ones. */
  approvals: ApprovalView[];
  runs: RunView[];
}

export interface Changes {
  type: 'changes';
  events: Event[];
  /**
   * By session id, the changed fields of its view. A session that the reader may not have is complete: a new one, one
   * that was not in the snapshot, one that was restored after its removal.
   */
  sessions: Record<string, Partial<SessionView>>;
  /** By run id, its summary and the changed units; all units if the reader may not have the run. */
  runs: Record<string, RunChange>;
}

export interface RunChange {
  summary: Omit<RunView, 'units'>;
  units: UnitView[];
}

export type LiveMessage = SnapshotPart | Changes;

/** What a subscriber knows. */
export interface Snapshot {
  /** The number of the last event that it has taken in. */
  seq: number;
  /** Newest first by creation. */
  sessions: readonly SessionView[];
  /** Pending ones. */
  approvals: readonly ApprovalView[];
  /** Newest first by creation. */
  runs: readonly RunView[];
}
