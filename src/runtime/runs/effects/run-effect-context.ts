import type { Lane } from '../../../base/lane.ts';
import type { RunEffect } from '../../../core/plan/react.ts';
import type { RunFact } from '../../../core/plan/record.ts';
import type { Deps } from '../../deps.ts';
import type { Hub } from '../../hub.ts';
import type { Handler } from '../../machine/effects.ts';
import type { LiveSessions } from '../../session/live-sessions.ts';
import type { RunCell } from '../run-cell.ts';

/** Everything that effects of a run need. */
export interface RunEffectContext {
  deps: Deps;
  hub: Hub;
  liveSessions: LiveSessions;
  cell: RunCell;
  /** The number of the effect in the store. */
  effect: number;
  /** Merges into the integration branch, one after another. */
  merges: Lane;
  /** Aborts when the daemon ends. */
  signal: AbortSignal;
}

export type RunHandler<K extends RunEffect['kind']> = Handler<
  Extract<RunEffect, { kind: K }>,
  RunFact,
  RunEffectContext
>;

/** Reports the failure of an effect that nothing depends on. */
export function noticeOf({ kind }: RunEffect, reason: string): RunFact {
  return { type: 'notice', level: 'warning', text: `${kind.replace('_', ' ')}: ${reason}` };
}
