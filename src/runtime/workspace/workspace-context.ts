import type { Session } from '../../core/session/state.ts';
import type { Deps } from '../deps.ts';

/** What is done to a workspace is done for one session. */
export interface WorkspaceContext {
  deps: Deps;
  cell: { readonly id: string; readonly session: Session };
  /** Where the session's journal is. */
  dir: string;
  /** Aborts when the session is being stopped, or the daemon ends. */
  signal: AbortSignal;
}
