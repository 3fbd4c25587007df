/** A run that the daemon supervises: its cell, its running effects, and the changes of its units' sessions. */
import { createLane } from '../../base/lane.ts';
import type { AnswerOf } from '../../contract/answer.ts';
import type { RunView } from '../../contract/run.ts';
import type { RunFact } from '../../core/plan/record.ts';
import type { Run } from '../../core/plan/state.ts';
import type { Session } from '../../core/session/state.ts';
import type { PendingCommand, StoredEffect } from '../../store/commit.ts';
import type { Deps } from '../deps.ts';
import type { Hub } from '../hub.ts';
import type { LiveSessions } from '../session/live-sessions.ts';
import { createEffects, type Effects } from '../machine/effects.ts';
import { untilDone } from '../machine/until-done.ts';
import { keepBudget } from './run-budget.ts';
import { createRunCell, type RunCell } from './run-cell.ts';
import { runHandlers } from './effects/handlers.ts';
import { headOfRun, viewOfRun } from './run-views.ts';
import { newsOf } from './session-news.ts';
import { awaits } from './awaits.ts';

export interface LiveRun extends AsyncDisposable {
  readonly cell: RunCell;
  readonly view: RunView;
  /** Returns the answer to a command that led to this state. */
  answer: (run: Run) => AnswerOf<'run'>;
  /** Starts effects that an earlier daemon did not finish, and handles changes of sessions since then. */
  resume(effects: StoredEffect[]): Promise<void>;
  /** Handles a change of one of this run's sessions. */
  onSessionChange(before: Session | undefined, after: Session): void;
}

/** @param pending commands that an earlier daemon accepted and that this run's commits end */
export function createLiveRun(
  deps: Deps,
  hub: Hub,
  liveSessions: LiveSessions,
  loaded: Run,
  pending: readonly PendingCommand[] = [],
): LiveRun {
  const merges = createLane();
  const cell = createRunCell(
    deps,
    hub,
    {
      onCommit(begun) {
        effects.begin(begun);
        budget.arm();
      },
      head: (run) => headOfRun(run, budget.cost, deps.clock.now()),
      answer: (run) => liveRun.answer(run),
    },
    { id: loaded.id, state: loaded, pending },
  );
  const effects: Effects = createEffects(runHandlers, {
    context: (effect, signal) => ({ deps, hub, liveSessions, cell, effect, merges, signal }),
    // Reported immediately: while an effect is pending, a daemon that starts regards its session's end as already
    // handled.
    settle: (effect, fact) => report(fact, effect),
    onDone: () => undefined,
    untilDone: (what, signal, attempt) => untilDone(deps, signal, what, attempt),
    logError: (what, error) => deps.log.error(what, { run: cell.id, error }),
  });
  const budget = keepBudget(deps, cell, (fact) => guard(report(fact)));

  const liveRun: LiveRun = {
    cell,
    get view() {
      return liveRun.answer(cell.run).data;
    },
    answer: (run) => ({ type: 'run', data: viewOfRun(run, budget.cost, deps.clock.now()) }),
    async resume(left) {
      for (const { id, stats } of await deps.store.read('sessionsOfRun', cell.id)) budget.note(id, stats);
      effects.begin(left);
      for (const id of sessionsAtWork(cell.run, left)) {
        const session = (await liveSessions.find(id))?.session;
        if (session) liveRun.onSessionChange(undefined, session);
      }
      guard(cell.wake());
      budget.check();
      budget.arm();
    },
    onSessionChange(before, after) {
      budget.note(after.id, after.stats);
      if (before?.stats !== after.stats) budget.check();
      const fact = newsOf(before, after);
      if (fact) guard(report(fact));
    },
    async [Symbol.asyncDispose]() {
      budget[Symbol.dispose]();
      await effects.close();
      await cell.drain();
    },
  };
  return liveRun;

  function report(fact: RunFact | undefined, effect?: number): Promise<void> {
    return untilDone(deps, effects.closing, 'store events', () => cell.report(fact, effect));
  }

  function guard(promise: Promise<void>): void {
    promise.catch((error: unknown) => deps.log.error('a run cannot continue', { run: cell.id, error }));
  }
}

/**
 * Returns sessions whose changes concern their unit. If an effect is pending for one, its last end was already handled.
 */
function sessionsAtWork({ units }: Run, effects: readonly StoredEffect[]): string[] {
  return units.flatMap(({ phase, session_id: id }) =>
    phase.name === 'working' && id !== null && !awaits(effects, id) ? [id] : [],
  );
}
