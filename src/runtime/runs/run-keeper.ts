/** A run that the daemon looks after: its cell, its effects under way, and what it hears of its units' sessions. */
import { createLane } from '../../base/lane.ts';
import type { AnswerOf } from '../../contract/answer.ts';
import type { RunView } from '../../contract/run.ts';
import type { RunEffect } from '../../core/plan/react.ts';
import type { RunFact } from '../../core/plan/record.ts';
import { waitingText } from '../../core/admission/waiting.ts';
import type { Run } from '../../core/plan/state.ts';
import { slugFor } from '../../core/session/naming.ts';
import type { SessionStats } from '../../contract/session.ts';
import type { Session } from '../../core/session/state.ts';
import type { PendingCommand, StoredEffect } from '../../store/commit.ts';
import { longestTimer, type Deps } from '../deps.ts';
import type { Hub } from '../hub.ts';
import type { Tenants } from '../tenants.ts';
import { untilStored } from '../until-stored.ts';
import { checkUnit } from './check-unit.ts';
import { mergeUnit } from './merge-unit.ts';
import { createRunCell, type RunCell } from './run-cell.ts';
import type { RunContext } from './run-context.ts';
import { viewOfRun } from './run-views.ts';
import { awaits, goOnAll, interruptSessions, sendBack, startUnit, stopSessions } from './unit-session.ts';
import { makeBranch, wrapUp } from './wrap-up.ts';
import { writeBack } from './write-back.ts';

export interface RunKeeper extends AsyncDisposable {
  readonly cell: RunCell;
  /** US dollars that the run's sessions have cost. */
  readonly cost: number;
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
  tenants: Tenants,
  loaded: Run,
  pending: readonly PendingCommand[] = [],
): RunKeeper {
  const closing = new AbortController();
  const underway = new Set<Promise<void>>();
  const stats = new Map<string, SessionStats>();
  let timer: Disposable | undefined;
  const cell = createRunCell(
    deps,
    hub,
    {
      onEffects(effects) {
        effects.forEach(begin);
        arm();
      },
      answer: (run) => keeper.answer(run),
    },
    loaded,
    pending,
  );
  const context: RunContext = {
    deps,
    hub,
    tenants,
    cell,
    merges: createLane(),
    signal: closing.signal,
  };

  const keeper: RunKeeper = {
    cell,
    get cost() {
      return sumOf(({ cost_usd }) => cost_usd);
    },
    get view() {
      return viewOfRun(cell.run, keeper.cost, deps.clock.now());
    },
    answer: (run) => ({ type: 'run', data: viewOfRun(run, keeper.cost, deps.clock.now()) }),
    async resume(effects) {
      const sessions = await deps.store.read('sessionsOfRun', cell.id);
      for (const session of sessions) stats.set(session.id, session.stats);
      effects.forEach(begin);
      for (const { phase, session_id } of cell.run.units) {
        if (phase.name !== 'working' || session_id === null || awaits(effects, session_id)) continue;
        const session = (await tenants.find(session_id))?.session;
        if (session) keeper.hear(undefined, session);
      }
      guard(cell.wake());
      checkBudget();
      arm();
    },
    hear(before, after) {
      stats.set(after.id, after.stats);
      if (before?.stats !== after.stats) checkBudget();
      const fact = newsOf(before, after);
      if (fact) guard(report(fact));
    },
    async [Symbol.asyncDispose]() {
      timer?.[Symbol.dispose]();
      closing.abort(new Error('the daemon ends'));
      await Promise.all(underway);
      await cell.drain();
    },
  };
  return keeper;

  function sumOf(of: (stats: SessionStats) => number): number {
    return [...stats.values()].reduce((sum, one) => sum + of(one), 0);
  }

  function checkBudget(): void {
    const { max_cost_usd, max_tokens, max_time_s } = cell.run.spec;
    if (max_cost_usd === null && max_tokens === null && max_time_s === null) return;
    const tokens = sumOf(({ input_tokens, output_tokens }) => input_tokens + output_tokens);
    guard(report({ type: 'spent', spent: { cost_usd: keeper.cost, tokens, time_s: cell.worked } }));
  }

  /** Looks again when the time of the run is over. */
  function arm(): void {
    timer?.[Symbol.dispose]();
    timer = undefined;
    const { spec, phase, overspent } = cell.run;
    if (spec.max_time_s === null || phase.name !== 'running' || overspent || closing.signal.aborted) return;
    const left = Math.ceil((spec.max_time_s - cell.worked) * 1_000);
    if (left <= 0) checkBudget();
    else timer = deps.clock.after(Math.min(left, longestTimer), arm);
  }

  function begin(effect: StoredEffect): void {
    const doing = perform(effect).finally(() => underway.delete(doing));
    underway.add(doing);
  }

  function report(fact: RunFact | null, done?: number): Promise<void> {
    return untilStored(deps, closing.signal, () => cell.report(fact, done));
  }

  async function perform({ id, data }: StoredEffect): Promise<void> {
    const effect = data as RunEffect;
    try {
      const fact = await run(effect, id);
      if (!closing.signal.aborted) await report(fact, id);
    } catch (error) {
      // What was called off because the daemon ends is done again by the next one.
      if (closing.signal.aborted) return;
      deps.log.error(`effect ${effect.kind} of a run failed`, { run: cell.id, error });
      const reason = error instanceof Error ? error.message : String(error);
      guard(report(failureOf(effect, reason), id));
    }
  }

  function run(effect: RunEffect, id: number): Promise<RunFact | null> {
    switch (effect.kind) {
      case 'branch':
        return makeBranch(`fairlead/${slugFor(cell.run.spec.title)}-${cell.id}`, context);
      case 'start':
        return startUnit(effect, id, context);
      case 'merge_unit':
        return mergeUnit(effect, context);
      case 'check_unit':
        return checkUnit(effect, context);
      case 'send_back':
        return sendBack(effect, id, context);
      case 'stop_sessions':
        return stopSessions(effect, context);
      case 'interrupt_sessions':
        return interruptSessions(effect, context);
      case 'go_on':
        return goOnAll(effect, id, context);
      case 'write_back':
        return writeBack(effect.unit, context);
      case 'wrap_up':
        return wrapUp(effect.task, context);
    }
  }

  function guard(promise: Promise<void>): void {
    promise.catch((error: unknown) => deps.log.error('a run cannot go on', { run: cell.id, error }));
  }
}

/** What it means for the run when an effect cannot be done at all. */
function failureOf(effect: RunEffect, reason: string): RunFact {
  switch (effect.kind) {
    case 'branch':
      return { type: 'branch_failed', reason };
    case 'start':
    case 'send_back':
      return { type: 'start_failed', session_id: effect.session_id, reason };
    case 'merge_unit':
      return { type: 'unit_merge_failed', session_id: effect.session_id, reason };
    case 'check_unit':
      return {
        type: 'unit_checked',
        unit: effect.unit,
        failure: { reason: 'its commands could not be run', text: reason },
      };
    case 'wrap_up':
      return {
        type: 'upkeep_failed',
        problem: { code: 'internal', message: reason, next: 'see the log: fairlead daemon logs' },
      };
    case 'stop_sessions':
    case 'interrupt_sessions':
    case 'go_on':
    case 'write_back':
      return { type: 'notice', level: 'warning', text: `${effect.kind.replace('_', ' ')}: ${reason}` };
  }
}

/** What a session's change means for its unit; an end is news once, when it comes. */
function newsOf(before: Session | undefined, { id, phase, waits_for }: Session): RunFact | null {
  if (before?.phase.name === phase.name && before.waits_for === waits_for) return null;
  const moved = (to: 'running' | 'gate' | 'needs_person', why: string | null): RunFact => ({
    type: 'session_moved',
    session_id: id,
    to,
    why,
  });
  switch (phase.name) {
    case 'ended':
      return { type: 'session_ended', session_id: id, outcome: phase.outcome };
    case 'proving':
      return moved('gate', null);
    case 'waiting':
      return moved('needs_person', 'its session waits for an answer');
    case 'idle':
      return moved('needs_person', phase.why);
    case 'paused':
      return moved('needs_person', 'its session is paused');
    case 'stopping':
      return null;
    case 'queued':
      // Waiting for a slot is what every unit does; anything else is worth a word.
      return moved('running', waits_for && waits_for.kind !== 'slots' ? waitingText(waits_for) : null);
    case 'preparing':
    case 'starting':
    case 'working':
      return moved('running', null);
  }
}
