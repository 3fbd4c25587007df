/** A run that the daemon looks after: its cell, its effects under way, and what it hears of its units' sessions. */
import { createLane } from '../../base/lane.ts';
import type { AnswerOf } from '../../contract/answer.ts';
import type { RunView } from '../../contract/run.ts';
import type { RunEffect } from '../../core/plan/react.ts';
import type { RunFact } from '../../core/plan/record.ts';
import type { Run } from '../../core/plan/state.ts';
import type { Session } from '../../core/session/state.ts';
import type { PendingCommand, StoredEffect } from '../../store/commit.ts';
import type { Deps } from '../deps.ts';
import type { Hub } from '../hub.ts';
import type { LiveSessions } from '../session/live-sessions.ts';
import { untilStored } from '../machine/until-stored.ts';
import { keepBudget } from './run-budget.ts';
import { createRunCell, type RunCell } from './run-cell.ts';
import type { RunContext } from './run-context.ts';
import { runEffects, type RunEffectHandler } from './run-effects.ts';
import { viewOfRun } from './run-views.ts';
import { newsOf } from './session-news.ts';
import { awaits } from './unit-session.ts';

export interface RunKeeper extends AsyncDisposable {
  readonly cell: RunCell;
  readonly view: RunView;
  /** What a command is answered with that leads to this state. */
  answer: (run: Run) => AnswerOf<'run'>;
  /** Begins effects that an earlier daemon left undone, and catches up with the sessions. */
  resume(effects: StoredEffect[]): Promise<void>;
  /** A session of this run has changed. */
  hear(before: Session | undefined, after: Session): void;
}

/** @param pending commands that an earlier daemon accepted and this run's commits end */
export function keepRun(
  deps: Deps,
  hub: Hub,
  liveSessions: LiveSessions,
  loaded: Run,
  pending: readonly PendingCommand[] = [],
): RunKeeper {
  const closing = new AbortController();
  const underway = new Set<Promise<void>>();
  const cell = createRunCell(deps, hub, { onEffects, answer: (run) => keeper.answer(run) }, loaded, pending);
  const budget = keepBudget(deps, cell, (fact) => guard(report(fact)));
  const { signal } = closing;
  const context: RunContext = { deps, hub, liveSessions, cell, merges: createLane(), signal };

  const keeper: RunKeeper = {
    cell,
    get view() {
      return keeper.answer(cell.run).data;
    },
    answer: (run) => ({ type: 'run', data: viewOfRun(run, budget.cost, deps.clock.now()) }),
    async resume(effects) {
      for (const { id, stats } of await deps.store.read('sessionsOfRun', cell.id)) budget.note(id, stats);
      effects.forEach(begin);
      for (const id of sessionsAtWork(cell.run, effects)) {
        const session = (await liveSessions.find(id))?.session;
        if (session) keeper.hear(undefined, session);
      }
      guard(cell.wake());
      budget.check();
      budget.arm();
    },
    hear(before, after) {
      budget.note(after.id, after.stats);
      if (before?.stats !== after.stats) budget.check();
      const fact = newsOf(before, after);
      if (fact) guard(report(fact));
    },
    async [Symbol.asyncDispose]() {
      budget[Symbol.dispose]();
      closing.abort(new Error('the daemon ends'));
      await Promise.all(underway);
      await cell.drain();
    },
  };
  return keeper;

  function onEffects(effects: StoredEffect[]): void {
    effects.forEach(begin);
    budget.arm();
  }

  function begin(effect: StoredEffect): void {
    const doing = perform(effect).finally(() => underway.delete(doing));
    underway.add(doing);
  }

  function report(fact: RunFact | null, done?: number): Promise<void> {
    return untilStored(deps, signal, () => cell.report(fact, done));
  }

  async function perform({ id, data }: StoredEffect): Promise<void> {
    const effect = data as RunEffect;
    // One handler per kind, so the one found takes the effect that it was found by.
    const handler = runEffects[effect.kind] as RunEffectHandler;
    try {
      const fact = await handler.run(effect, id, context);
      if (!signal.aborted) await report(fact, id);
    } catch (error) {
      // What was called off because the daemon ends is done again by the next one.
      if (signal.aborted) return;
      deps.log.error(`effect ${effect.kind} of a run failed`, { run: cell.id, error });
      const reason = error instanceof Error ? error.message : String(error);
      guard(report(handler.failed(effect, reason), id));
    }
  }

  function guard(promise: Promise<void>): void {
    promise.catch((error: unknown) => deps.log.error('a run cannot continue', { run: cell.id, error }));
  }
}

/** Sessions whose changes concern their unit; where an effect is still to be done for one, its last end is old news. */
function sessionsAtWork({ units }: Run, effects: readonly StoredEffect[]): string[] {
  return units.flatMap(({ phase, session_id: id }) =>
    phase.name === 'working' && id !== null && !awaits(effects, id) ? [id] : [],
  );
}
