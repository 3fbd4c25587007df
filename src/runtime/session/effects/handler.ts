import type { Permits } from '../../../base/permits.ts';
import type { WorldFact } from '../../../core/session/world-fact.ts';
import type * as machine from '../../machine/effects.ts';
import type { WorkspaceContext } from '../../workspace/workspace-context.ts';
import type { JournalKeeper } from '../journal-keeper.ts';
import type { SessionCell } from '../session-cell.ts';
import type { JournalEffect } from '../transaction.ts';

export interface EffectContext extends WorkspaceContext {
  cell: SessionCell;
  keeper: JournalKeeper;
  /** Limits the agents that start at the same time, across all sessions. */
  launching: Permits;
  /** Limits the reviewers that are asked at the same time, across all sessions. */
  reviewing: Permits;
}

export type Handler<Effect extends JournalEffect> = machine.Handler<Effect, WorldFact, EffectContext>;
