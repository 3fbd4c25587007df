/**
 * One session or one run, and the only place where its state changes. Commands and facts are processed one at a time.
 * Each becomes one change, and each change one commit. The new state is used, published and acted on only after its
 * commit.
 */
import type { Clock } from '../../base/clock.ts';
import { createLane } from '../../base/lane.ts';
import type { Problem } from '../../base/problem.ts';
import { ok, type Result } from '../../base/result.ts';
import { watchSkippedTime } from '../../base/skipped-time.ts';
import type { Answer } from '../../contract/answer.ts';
import type { NewEvent } from '../../contract/event.ts';
import type { Commit, Committed, PendingCommand, StoredEffect } from '../../store/commit.ts';
import type { Hub, Published } from '../hub.ts';
import type { Recorded } from './command-ticket.ts';
import type { PendingAnswers } from './pending-answers.ts';
import { trackCommands } from './track-commands.ts';

export interface Cell<State, Scene, C extends Change<State>> {
  readonly id: string;
  /** The state as last committed. */
  readonly state: State;
  /** Milliseconds by which the clock jumped since the last change. */
  readonly skipped: number;
  /** Plans a change and commits it. An error of the plan changes nothing. */
  apply<E = never>(plan: Plan<State, Scene, C, E>): Promise<Result<State, E>>;
  /**
   * Records with the next commit that an effect without a result is done. After a crash before that commit the effect
   * is repeated, which is harmless without a result.
   */
  finish(effect: number): void;
  /** Commits the effects recorded by {@link finish} and jumps of the clock, if there are any. */
  flush(): Promise<void>;
  /** Resolves with the first committed state that meets the condition; the current state counts. */
  until(condition: (state: State) => boolean, signal?: AbortSignal): Promise<State>;
  /** Resolves when nothing is queued. */
  drain(): Promise<void>;
}

/** Computes a change from the state. The state cannot change between this call and the commit. */
export type Plan<State, Scene, C, E> = (state: State, scene: Scene) => Promise<Result<C, E>> | Result<C, E>;

/** One change of the state, stored in one commit. Each kind of cell adds the data that it folds. */
export interface Change<State> {
  /** ISO 8601 UTC. */
  at: string;
  /** The effects that produced this change. */
  done?: readonly number[];
  record?: MakeRecord<State>;
}

/** Builds the record of a command from the state after the commit that accepts it, and the events of that commit. */
export type MakeRecord<State> = (state: State, events: readonly NewEvent[]) => Recorded;

/** For commands that fairlead sends itself: nobody repeats them, so they need no record. */
export const unrecorded = (): Recorded => ({});

/** The differences between sessions and runs. */
export interface CellKind<State, Scene, C extends Change<State>> {
  /** Reads all data for a decision except the state. */
  look(state: State): Promise<Scene>;
  /** @returns the change that records a jump of the clock; undefined if no time in the state matters any more */
  skip(state: State, seconds: number, scene: Scene): C | undefined;
  /** Returns a change without events, which stores the effects recorded by {@link Cell.finish}. */
  unchanged(scene: Scene): C;
  /**
   * Folds a change and all changes that follow from it. Synchronous and without side effects: nothing may happen before
   * the commit.
   */
  fold(state: State, change: C): Folded<State>;
  /** @returns the answer to a pending command if these events end its work */
  outcome(
    command: PendingCommand,
    after: State,
    events: readonly NewEvent[],
    change: C,
  ): Result<Answer, Problem> | undefined;
  /** Stores the commit together with the counters of this kind. */
  store(commit: Commit): Promise<Committed>;
}

export interface Folded<State> {
  state: State;
  commit: Commit;
  /** Whether to commit without an event, so that no position is read twice. */
  moved: boolean;
  /** Returns the changed rows that subscribers receive with the events. */
  news(): Omit<Published, 'events'>;
}

export interface CellHooks<State> {
  /** Called when a change is durable and its effects may start. */
  onCommit(effects: StoredEffect[], before: State): void;
}

export interface Loaded<State> {
  id: string;
  state: State;
  /** Commands that an earlier daemon accepted and that commits of this cell end. */
  pending: readonly PendingCommand[];
}

interface CellDeps {
  clock: Clock;
  answers: PendingAnswers;
}

export function createCell<State, Scene, C extends Change<State>>(
  deps: CellDeps,
  hub: Hub,
  kind: CellKind<State, Scene, C>,
  hooks: CellHooks<State>,
  { id, state: loaded, pending }: Loaded<State>,
): Cell<State, Scene, C> {
  const lane = createLane();
  const skippedTime = watchSkippedTime(deps.clock);
  const commands = trackCommands(deps.answers, id, pending);
  const states = watchStates(loaded);
  let finished: number[] = [];

  return {
    id,
    get state() {
      return states.now;
    },
    get skipped() {
      return skippedTime.pending();
    },
    apply: (plan) =>
      lane.run(async () => {
        const scene = await look();
        const planned = await plan(states.now, scene);
        if (!planned.ok) return planned;
        await commit(planned.value);
        return ok(states.now);
      }),
    finish: (effect) => void finished.push(effect),
    flush: () =>
      lane.run(async () => {
        if (finished.length > 0 || skippedTime.pending() !== 0) await commit(kind.unchanged(await look()));
      }),
    until: (condition, signal) => states.until(condition, signal),
    drain: () => lane.drain(),
  };

  async function look(): Promise<Scene> {
    const scene = await kind.look(states.now);
    const skipped = skippedTime.take();
    // A separate commit, so that the next plan sees corrected times.
    const jump = skipped === 0 ? undefined : kind.skip(states.now, skipped / 1_000, scene);
    if (jump) await commit(jump);
    return scene;
  }

  async function commit(change: C): Promise<void> {
    const before = states.now;
    const folded = kind.fold(before, change);
    const { events, effects } = folded.commit;
    const done = [...finished, ...(change.done ?? [])];
    const { accepted, receipts, settle } = commands.prepare(
      change.record?.(folded.state, events) ?? {},
      (command) => kind.outcome(command, folded.state, events, change),
      change.at,
    );
    const stored = [events, effects, done, accepted, receipts].some((part) => part.length > 0);
    // Read positions alone are not committed: reading a few lines again after a restart is cheaper.
    if (!stored && !folded.moved) return states.set(folded.state);

    const committed = await kind.store({ ...folded.commit, done, accepted, receipts });
    finished = finished.filter((effect) => !done.includes(effect));
    states.set(folded.state);
    if (committed.events.length > 0) hub.publish({ events: committed.events, ...folded.news() });
    hooks.onCommit(committed.effects, before);
    states.notify();
    settle();
  }
}

/** Holds the latest state, and the callers that wait for a condition. */
function watchStates<State>(loaded: State) {
  const watchers = new Set<(state: State) => void>();
  let now = loaded;
  return {
    get now() {
      return now;
    },
    set(state: State): void {
      now = state;
    },
    notify(): void {
      for (const watcher of watchers) watcher(now);
    },
    async until(condition: (state: State) => boolean, signal?: AbortSignal): Promise<State> {
      if (condition(now)) return now;
      const found = Promise.withResolvers<State>();
      const watcher = (state: State) => {
        if (condition(state)) found.resolve(state);
      };
      const onAbort = () => found.reject(signal?.reason);
      watchers.add(watcher);
      signal?.addEventListener('abort', onAbort, { once: true });
      try {
        return await found.promise;
      } finally {
        watchers.delete(watcher);
        signal?.removeEventListener('abort', onAbort);
      }
    },
  };
}
