/** Every effect of a run: how it is done, and what it means for the run when it cannot be done at all. */
import { problem } from '../../base/problem.ts';
import type { RunEffect } from '../../core/plan/react.ts';
import type { RunFact } from '../../core/plan/record.ts';
import { slugFor } from '../../core/session/naming.ts';
import { checkUnit } from './check-unit.ts';
import { mergeUnit } from './merge-unit.ts';
import type { RunContext } from './run-context.ts';
import { goOnAll, interruptSessions, sendBack, startUnit, stopSessions } from './unit-session.ts';
import { makeBranch, performRunTask } from './run-task.ts';
import { writeBack } from './write-back.ts';

export interface RunEffectHandler<E extends RunEffect = RunEffect> {
  /**
   * Done again after a crash, it has the effect of once.
   *
   * @param id the number of the effect in the store
   * @returns the fact that is the effect's result, where it has one
   */
  run: (effect: E, id: number, context: RunContext) => Promise<RunFact | null>;
  failed: (effect: E, reason: string) => RunFact;
}

type Handlers = { [K in RunEffect['kind']]: RunEffectHandler<Extract<RunEffect, { kind: K }>> };

/** One handler per kind of effect; a kind without one does not compile. */
export const runEffects: Handlers = {
  branch: {
    run: (_effect, _id, context) =>
      makeBranch(`fairlead/${slugFor(context.cell.run.spec.title)}-${context.cell.id}`, context),
    failed: (_effect, reason) => ({ type: 'branch_failed', reason }),
  },
  start: { run: startUnit, failed: startFailed },
  send_back: { run: sendBack, failed: startFailed },
  merge_unit: {
    run: (effect, _id, context) => mergeUnit(effect, context),
    failed: ({ session_id }, reason) => ({ type: 'unit_merge_failed', session_id, reason }),
  },
  check_unit: {
    run: (effect, _id, context) => checkUnit(effect, context),
    failed: ({ unit }, reason) => ({
      type: 'unit_checked',
      unit,
      failure: { reason: 'its commands could not be run', text: reason },
    }),
  },
  wrap_up: {
    run: ({ task }, _id, context) => performRunTask(task, context),
    failed: (_effect, reason) => ({
      type: 'upkeep_failed',
      problem: problem('internal', reason, 'fairlead daemon logs'),
    }),
  },
  stop_sessions: { run: (effect, _id, context) => stopSessions(effect, context), failed: notice },
  interrupt_sessions: { run: (effect, _id, context) => interruptSessions(effect, context), failed: notice },
  go_on: { run: goOnAll, failed: notice },
  write_back: {
    run: ({ unit }, _id, context) => writeBack(unit, context),
    failed: ({ unit }, reason) => ({ type: 'unit_marked', unit, problem: reason }),
  },
};

function startFailed({ session_id }: { session_id: string }, reason: string): RunFact {
  return { type: 'start_failed', session_id, reason };
}

function notice({ kind }: RunEffect, reason: string): RunFact {
  return { type: 'notice', level: 'warning', text: `${kind.replace('_', ' ')}: ${reason}` };
}
