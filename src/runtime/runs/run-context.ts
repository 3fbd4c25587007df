import type { Lane } from '../../base/lane.ts';
import type { Deps } from '../deps.ts';
import type { Hub } from '../hub.ts';
import type { Tenants } from '../tenants.ts';
import type { RunCell } from './run-cell.ts';

/** What the effects of a run work with. */
export interface RunContext {
  deps: Deps;
  hub: Hub;
  tenants: Tenants;
  cell: RunCell;
  /** Merges into the integration branch, one after another. */
  merges: Lane;
  /** Aborts when the daemon ends. */
  signal: AbortSignal;
}
