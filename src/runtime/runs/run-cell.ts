/**
 * One run at work: the only place where its state changes. Commands and facts come in through one lane; each becomes one
 * commit, together with all that the run then does by itself.
 */
import { createLane } from '../../base/lane.ts';
import { watchSkippedTime } from '../../base/skipped-time.ts';
import { ok, type Result } from '../../base/result.ts';
import type { Answer } from '../../contract/answer.ts';
import type { Problem } from '../../base/problem.ts';
import type { NewEvent } from '../../contract/event.ts';
import type { UnitView } from '../../contract/run.ts';
import { decideRun, type RunCommand } from '../../core/plan/decide.ts';
import { evolveRun } from '../../core/plan/evolve.ts';
import { nextStep } from '../../core/plan/next-step.ts';
import { runOutcomeOf, type AwaitedRunCommand } from '../../core/plan/outcome.ts';
import { reactRun, type RunEffect } from '../../core/plan/react.ts';
import { recordRun, type RunFact } from '../../core/plan/record.ts';
import { pendingEvent, eventOf, type Run, type PendingRunEvent } from '../../core/plan/state.ts';
import { summaryOf, unitViewOf } from '../../core/plan/view.ts';
import { emptyCommit, type PendingCommand, type StoredEffect } from '../../store/commit.ts';
import type { Recorded } from '../commands/asked.ts';
import { trackCommands } from '../machine/track-commands.ts';
import type { Deps } from '../deps.ts';
import type { Hub } from '../hub.ts';

export interface RunCell {
  readonly id: string;
  /** The state as last committed. */
  readonly run: Run;
  /** Seconds that it has been under way. */
  readonly worked: number;
  /** Decides a command; accepted means durable. */
  command(command: RunCommand, by: string, record: (run: Run) => Recorded): Promise<Result<Run, Problem>>;
  /** Takes in a fact. `done` is the effect that it is the result of. */
  report(fact: RunFact | null, done?: number): Promise<void>;
  /** Lets the run do what it has to by itself, after it was taken up. */
  wake(): Promise<void>;
  drain(): Promise<void>;
}

export interface RunCellHooks {
  /** New effects are durable and can begin. */
  onEffects(effects: StoredEffect[]): void;
  /** What its commands are answered with. */
  answer(run: Run): Answer;
}

/** @param pending commands that an earlier daemon accepted and this run's commits end */
export function createRunCell(
  deps: Deps,
  hub: Hub,
  hooks: RunCellHooks,
  loaded: Run,
  pending: readonly PendingCommand[],
): RunCell {
  const lane = createLane();
  const skippedTime = watchSkippedTime(deps.clock);
  const commands = trackCommands(deps.answers, loaded.id, pending);
  let run = loaded;

  return {
    id: run.id,
    get run() {
      return run;
    },
    get worked() {
      const { worked_ms, under_way_since: since } = run;
      const now = deps.clock.now() - skippedTime.pending();
      return (worked_ms + (since === null ? 0 : now - Date.parse(since))) / 1_000;
    },
    command: (command, by, record) =>
      lane.run(async () => {
        const decided = decideRun(run, command, by);
        if (!decided.ok) return decided;
        await commit(decided.value, [], record);
        return { ok: true, value: run };
      }),
    report: (fact, done) =>
      lane.run(() => commit(fact ? recordRun(run, fact) : [], done === undefined ? [] : [done])),
    wake: () => lane.run(() => commit([], [])),
    drain: () => lane.drain(),
  };

  async function commit(
    pendingEvents: PendingRunEvent[],
    done: number[],
    record: (run: Run) => Recorded = () => ({}),
  ): Promise<void> {
    const at = new Date(deps.clock.now()).toISOString();
    const before = run;
    const skipped = skippedTime.take();
    const passed = timePassed(run, skipped);
    const { after, taken, effects } = fold(
      run,
      [...passed, ...pendingEvents],
      at,
      () => `s${deps.newIds().id}`,
    );
    const events = taken.map((entry) => eventOf(run.id, entry, at));
    const { accepted, receipts, settle } = commands.prepare(
      record(after),
      endedBy(events, () => hooks.answer(after)),
      at,
    );
    if (taken.length + done.length + accepted.length + receipts.length === 0) return;
    const units = changedUnits(before, after);
    const view = summaryOf(after);
    const committed = await deps.store.commit({
      ...emptyCommit,
      events,
      runs: taken.length > 0 ? [{ id: run.id, view, units, open: isOpen(after) }] : [],
      effects: effects.map((effect) => ({ owner: run.id, kind: effect.kind, data: effect })),
      done,
      accepted,
      receipts,
    });
    run = after;
    if (committed.events.length > 0)
      hub.publish({
        events: committed.events,
        sessions: {},
        runs: { [run.id]: { summary: view, units: units.map((unit) => unit.view) } },
      });
    hooks.onEffects(committed.effects);
    settle();
  }
}

/** @param skipped milliseconds that the clock jumped over */
function timePassed({ phase }: Run, skipped: number): PendingRunEvent[] {
  return skipped === 0 || phase.name === 'ended'
    ? []
    : [pendingEvent('run.time_skipped', { seconds: skipped / 1_000 })];
}

/** The answer to each command whose work these events end. */
function endedBy(events: readonly NewEvent[], answer: () => Answer) {
  return ({ type }: PendingCommand): Result<Answer, Problem> | undefined => {
    // Commands that a run ends are stored with no other types.
    const outcome = runOutcomeOf(type as AwaitedRunCommand, events);
    return outcome?.ok ? ok(answer()) : outcome;
  };
}

/** The state after the drafts and after all that the run then does by itself, and the effects of both. */
function fold(
  run: Run,
  pendingEvents: readonly PendingRunEvent[],
  at: string,
  newSession: () => string,
): { after: Run; taken: PendingRunEvent[]; effects: RunEffect[] } {
  const taken: PendingRunEvent[] = [];
  const effects: RunEffect[] = [];
  let after = run;
  const take = (entry: PendingRunEvent) => {
    const then = evolveRun(after, entry, at);
    effects.push(...reactRun(after, entry, then));
    taken.push(entry);
    after = then;
  };
  pendingEvents.forEach(take);
  const step = () => nextStep(after, newSession());
  for (let next = step(); next.length > 0; next = step()) next.forEach(take);
  return { after, taken, effects };
}

/** A unit whose state is the very same has not changed: states are never written to. */
function changedUnits(before: Run, after: Run): { place: number; view: UnitView }[] {
  return after.units.flatMap((unit, place) =>
    unit === before.units[place] ? [] : [{ place, view: unitViewOf(after, place) }],
  );
}

/** Whether a daemon that starts has to look after it. */
function isOpen({ phase }: Run): boolean {
  return phase.name !== 'ended' || phase.upkeep !== null;
}
