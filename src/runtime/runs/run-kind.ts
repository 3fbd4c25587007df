/** Defines the cell of a run: the data for its decisions, and how a change becomes a commit. */
import { ok } from '../../base/result.ts';
import type { Answer } from '../../contract/answer.ts';
import type { RunView, UnitView } from '../../contract/run.ts';
import { evolveRun } from '../../core/plan/evolve.ts';
import { nextStep } from '../../core/plan/next-step.ts';
import { runOutcomeOf, type AwaitedRunCommand } from '../../core/plan/outcome.ts';
import { reactRun, type RunEffect } from '../../core/plan/react.ts';
import { eventOf, pendingEvent, type PendingRunEvent, type Run } from '../../core/plan/state.ts';
import { summaryOf, unitViewOf } from '../../core/plan/view.ts';
import { emptyCommit } from '../../store/commit.ts';
import type { Deps } from '../deps.ts';
import type { CellKind, Change } from '../machine/cell.ts';
import { unitsOf } from './run-views.ts';

export interface RunScene {
  /** ISO 8601 UTC. */
  at: string;
}

export interface RunChange extends Change<Run> {
  pendingEvents: readonly PendingRunEvent[];
}

export type RunKind = CellKind<Run, RunScene, RunChange>;

/** The parts of a run's view that are not in its state: its cost and its heartbeat. */
export interface RunViews {
  head(run: Run): Omit<RunView, 'units'>;
  /** Returns the answer to the run's commands. */
  answer(run: Run): Answer;
}

export function createRunKind(deps: Deps, views: RunViews): RunKind {
  return {
    look: async () => ({ at: new Date(deps.clock.now()).toISOString() }),
    skip: ({ phase }, seconds, { at }) =>
      phase.name === 'ended'
        ? undefined
        : { at, pendingEvents: [pendingEvent('run.time_skipped', { seconds })] },
    unchanged: ({ at }) => ({ at, pendingEvents: [] }),
    fold(run, { at, pendingEvents }) {
      const { after, applied, effects } = fold(run, pendingEvents, at, () => `s${deps.newIds().id}`);
      const view = summaryOf(after);
      const units = changedUnits(run, after);
      return {
        state: after,
        commit: {
          ...emptyCommit,
          events: applied.map((entry) => eventOf(run.id, entry, at)),
          runs: applied.length > 0 ? [{ id: run.id, view, units, open: isOpen(after) }] : [],
          effects: effects.map((effect) => ({ owner: run.id, kind: effect.kind, data: effect })),
        },
        moved: false,
        news() {
          const summary = views.head(after);
          const change = { summary, units: units.map((unit) => unit.view) };
          return {
            sessions: {},
            runs: { [run.id]: { change, whole: () => ({ summary, units: unitsOf(after) }) } },
          };
        },
      };
    },
    outcome({ type }, after, events) {
      // The stored commands that a run ends have no other types.
      const outcome = runOutcomeOf(type as AwaitedRunCommand, events);
      return outcome?.ok ? ok(views.answer(after)) : outcome;
    },
    store: (commit) => deps.store.commit(commit),
  };
}

/** Folds the events and every step that follows from them, and collects the effects of both. */
function fold(
  run: Run,
  pendingEvents: readonly PendingRunEvent[],
  at: string,
  newSession: () => string,
): { after: Run; applied: PendingRunEvent[]; effects: RunEffect[] } {
  const applied: PendingRunEvent[] = [];
  const effects: RunEffect[] = [];
  let after = run;
  const take = (entry: PendingRunEvent) => {
    const then = evolveRun(after, entry, at);
    effects.push(...reactRun(after, entry, then));
    applied.push(entry);
    after = then;
  };
  pendingEvents.forEach(take);
  const step = () => nextStep(after, newSession());
  for (let next = step(); next.length > 0; next = step()) next.forEach(take);
  return { after, applied, effects };
}

/** Compares units by identity: states are immutable, so an unchanged unit is the same object. */
function changedUnits(before: Run, after: Run): { place: number; view: UnitView }[] {
  return after.units.flatMap((unit, place) =>
    unit === before.units[place] ? [] : [{ place, view: unitViewOf(after, place) }],
  );
}

/** Returns whether a daemon that starts must supervise the run. */
function isOpen({ phase }: Run): boolean {
  return phase.name !== 'ended' || phase.upkeep !== null;
}
