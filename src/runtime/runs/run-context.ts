import type { Lane } from '../../base/lane.ts';
import type { Deps } from '../deps.ts';
import type { Hub } from '../hub.ts';
import type { LiveSessions } from '../session/live-sessions.ts';
import type { RunCell } from './run-cell.ts';

/** What the effects of a run work with. */
export interface RunContext {
  deps: Deps;
  hub: Hub;
  liveSessions: LiveSessions;
  cell: RunCell;
  /** Merges into the integration branch, one after another. */
  merges: Lane;
  /** Aborts when the daemon ends. */
  signal: AbortSignal;
}
