/** Decides commands on a run: events, or a refusal with the next step. */
import { err, ok, type Result } from '../../base/result.ts';
import { problem, type Problem } from '../../base/problem.ts';
import type { MergeStrategy } from '../../contract/merge.ts';
import type { RunTask } from '../../contract/run-event.ts';
import { failUnit, reach, skipUnit } from './fail.ts';
import { pendingEvent, unitAt, type Run, type PendingRunEvent } from './state.ts';
import { isOver } from './unit.ts';

export type RunCommand =
  | { type: 'pause'; now: boolean }
  | { type: 'resume' }
  | { type: 'stop'; force: boolean }
  /** Without a unit, all that failed. */
  | { type: 'retry'; unit: string | null }
  | { type: 'skip'; unit: string }
  | { type: 'answer'; unit: string; accepted: boolean; text: string | null }
  | { type: 'merge'; into: string | null; strategy: MergeStrategy | null }
  /** Without a unit, the whole merge. */
  | { type: 'rollback'; unit: string | null }
  | { type: 'abandon' };

type Decided = Result<PendingRunEvent[], Problem>;

export function decideRun(run: Run, command: RunCommand, by: string): Decided {
  const { phase } = run;
  switch (command.type) {
    case 'pause':
      return phase.name === 'running' || phase.name === 'branching'
        ? ok([pendingEvent('run.paused', { by, now: command.now })])
        : refuse(run, 'only a run that is under way can be paused');
    case 'resume':
      if (phase.name === 'paused') return ok([pendingEvent('run.resumed', { by })]);
      if (phase.name !== 'ended' || phase.status !== 'stopped')
        return refuse(run, 'only a run that is paused or stopped can be resumed');
      return refuseReopening(run) ?? ok([pendingEvent('run.reopened', { by })]);
    case 'stop':
      return phase.name === 'ended'
        ? refuse(run, 'it is over already')
        : ok([pendingEvent('run.stopping', { by, force: command.force })]);
    case 'retry':
      return retry(run, command.unit, by);
    case 'skip':
      return skip(run, command.unit, by);
    case 'answer':
      return answer(run, command, by);
    case 'merge':
      return performRunTask(run, {
        kind: 'merge',
        by,
        into: command.into ?? run.spec.merge_into,
        strategy: command.strategy ?? run.spec.strategy,
      });
    case 'rollback':
      return rollBack(run, command.unit, by);
    case 'abandon':
      return performRunTask(run, { kind: 'abandon', by });
  }
}

function retry(run: Run, wanted: string | null, by: string): Decided {
  const places = wanted === null ? failed(run) : [run.place.get(wanted) ?? -1];
  const refused = wanted === null ? undefined : refuseUnit(run, wanted, ['failed', 'skipped'], 'tried again');
  if (refused) return refused;
  if (places.length === 0) return refuse(run, 'no unit of it has failed');
  if (run.phase.name === 'stopping') return refuse(run, 'it is being stopped');
  const behind = places.flatMap((index) => reach(run, index));
  const again = [...new Set([...places, ...behind])].filter((index) => {
    const name = run.units[index]?.phase.name;
    return name === 'failed' || name === 'skipped';
  });
  const gone = refuseReopening(run);
  if (gone) return gone;
  const reopened = run.phase.name === 'ended' ? [pendingEvent('run.reopened', { by })] : [];
  const retried = again.map((index) =>
    pendingEvent('unit.retried', {
      unit: run.plan.units[index]?.id ?? '',
      by,
      why: `tried again by ${by}`,
      goes_on: false,
    }),
  );
  return ok([...reopened, ...retried]);
}

/** The work of its units is on the integration branch; without the branch no unit can build on it. */
function refuseReopening(run: Run): Decided | undefined {
  const { phase, branch, units } = run;
  const done = units.some(({ phase: { name }, attempts }) => name === 'completed' && attempts > 0);
  if (phase.name !== 'ended' || branch || !done) return undefined;
  return refuse(run, 'its integration branch was abandoned: run the plan again');
}

function failed(run: Run): number[] {
  return [...run.units.keys()].filter((index) => run.units[index]?.phase.name === 'failed');
}

function skip(run: Run, wanted: string, by: string): Decided {
  const found = unitAt(run, wanted);
  if (!found) return unknownUnit(run, wanted);
  if (isOver(found.unit)) return err(wrong(`unit ${wanted} is ${found.unit.phase.name} already`));
  if (found.unit.phase.name === 'merging') return err(wrong(`unit ${wanted} is being merged`));
  return ok(skipUnit(run, found.index, by));
}

function answer(
  run: Run,
  { unit: wanted, accepted, text }: Extract<RunCommand, { type: 'answer' }>,
  by: string,
): Decided {
  const found = unitAt(run, wanted);
  if (!found) return unknownUnit(run, wanted);
  const { phase } = found.unit;
  if (phase.name !== 'asking') return err(wrong(`unit ${wanted} asks nothing: it is ${phase.name}`));
  const answered = pendingEvent('unit.answered', { unit: wanted, by, accepted, text });
  // A denial with a message sends the agent back to work; a denial without one fails the unit.
  if (accepted || (phase.before === 'merge' && text !== null))
    return ok([answered, ...(accepted ? answerSame(run, found.index, phase.question.outage, by) : [])]);
  return ok([answered, ...failUnit(run, found.index, text ?? `refused by ${by}: ${phase.question.text}`)]);
}

/** After a login, all units continue that waited for one. */
function answerSame(run: Run, answered: number, outage: string | undefined, by: string): PendingRunEvent[] {
  if (outage === undefined) return [];
  return run.units.flatMap(({ phase }, index) =>
    index !== answered && phase.name === 'asking' && phase.question.outage === outage
      ? [
          pendingEvent('unit.answered', {
            unit: run.plan.units[index]?.id ?? '',
            by,
            accepted: true,
            text: null,
          }),
        ]
      : [],
  );
}

function rollBack(run: Run, wanted: string | null, by: string): Decided {
  if (wanted === null) {
    const { merged } = run;
    if (!merged || merged.from === merged.commit)
      return refuse(run, 'none of its work was merged; to discard it: fairlead abandon');
    return upkeep(run, { kind: 'rollback', by, unit: null });
  }
  const refused = refuseUnit(run, wanted, ['completed'], 'rolled back');
  if (refused) return refused;
  if ((unitAt(run, wanted)?.unit.attempts ?? 0) === 0)
    return err(wrong(`unit ${wanted} was done before the run began`));
  return performRunTask(run, { kind: 'rollback', by, unit: wanted });
}

function performRunTask(run: Run, task: RunTask): Decided {
  if (run.phase.name === 'ended' && !run.branch) return refuse(run, 'it has no integration branch');
  return upkeep(run, task);
}

function upkeep(run: Run, task: RunTask): Decided {
  if (run.phase.name !== 'ended') return refuse(run, 'it is not over yet: stop it, or wait for its end');
  if (run.phase.upkeep) return refuse(run, `its ${run.phase.upkeep.kind} is under way`);
  return ok([pendingEvent('run.upkeep_started', { task })]);
}

function refuseUnit(run: Run, wanted: string, allowed: string[], what: string): Decided | undefined {
  const found = unitAt(run, wanted);
  if (!found) return unknownUnit(run, wanted);
  const { name } = found.unit.phase;
  return allowed.includes(name) ? undefined : err(wrong(`unit ${wanted} is ${name} and cannot be ${what}`));
}

function unknownUnit(run: Run, wanted: string): Decided {
  return err(problem('not_found', `unit not found in run ${run.id}: ${wanted}`, `fairlead status ${run.id}`));
}

function refuse(run: Run, why: string): Decided {
  const state = run.phase.name === 'ended' ? run.phase.status : run.phase.name;
  return err(problem('wrong_phase', `run ${run.id} is ${state}: ${why}`, `fairlead status ${run.id}`));
}

function wrong(message: string): Problem {
  return problem('wrong_phase', message, 'fairlead status RUN');
}
