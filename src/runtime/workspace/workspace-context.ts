import type { Session } from '../../core/session/state.ts';
import type { Deps } from '../deps.ts';

/** Everything that an operation on one session's workspace needs. */
export interface WorkspaceContext {
  deps: Deps;
  cell: { readonly id: string; readonly session: Session };
  /** The session's directory, with its journal. */
  dir: string;
  /** Aborts when the session is being stopped, or the daemon ends. */
  signal: AbortSignal;
}
