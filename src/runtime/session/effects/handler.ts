import type { Permits } from '../../../base/permits.ts';
import type { WorldFact } from '../../../core/session/world-fact.ts';
import type { Deps } from '../../deps.ts';
import type { JournalKeeper } from '../journal-keeper.ts';
import type { SessionCell } from '../session-cell.ts';
import type { JournalEffect } from '../transaction.ts';

export interface EffectContext {
  deps: Deps;
  cell: SessionCell;
  keeper: JournalKeeper;
  /** Where the session's journal is. */
  dir: string;
  /** Agents that are being started, of all sessions. */
  launching: Permits;
  /** Reviewers that are being asked, of all sessions. */
  reviewing: Permits;
  /** Aborts when the session is being stopped, or the daemon ends. */
  signal: AbortSignal;
}

/** Runs an effect. A daemon that starts runs unfinished effects again: every handler must allow that. */
export interface Handler<E extends JournalEffect = JournalEffect> {
  /** @returns the fact that is the effect's result, where it has one */
  run(effect: E, context: EffectContext): Promise<WorldFact | undefined>;
  /** What it means for the session when the effect cannot be done at all. */
  failed(effect: E, reason: string): WorldFact | undefined;
}
