/** Returns the next automatic step of a run. Called again after every event until there is none. */
import { checksItself } from './checks-itself.ts';
import { pendingEvent, type Run, type PendingRunEvent } from './state.ts';
import { isOver } from './unit.ts';
import { personSteps } from './units.ts';

/** @param session an unused id */
export function nextStep(run: Run, session: string): PendingRunEvent[] {
  const { phase } = run;
  if (phase.name === 'stopping')
    return isQuiet(run)
      ? [pendingEvent('run.ended', { status: 'stopped', reason: `stopped by ${phase.by}` })]
      : [];
  if (phase.name !== 'running') return [];
  const over = run.waves.findIndex((state, wave) => state === 'begun' && run.open[wave] === 0);
  if (over >= 0) return [pendingEvent('wave.completed', { wave: over + 1 })];
  // Units that could not be marked must be reported before the end of the run.
  if (run.open.every((left) => left === 0)) return run.writingBack.size > 0 ? [] : end(run);
  return openWave(run) ?? startUnit(run, session);
}

/** With barriers a wave begins when all earlier ones have ended. */
function openWave(run: Run): PendingRunEvent[] | undefined {
  if (run.spec.waves !== 'barrier') return undefined;
  const first = run.open.findIndex((left) => left > 0);
  return run.waves[first] === 'waiting' ? [waveStarted(run, first + 1)] : undefined;
}

function startUnit(run: Run, session: string): PendingRunEvent[] {
  const [index] = run.ready;
  if (index === undefined) return [];
  const planned = run.plan.units[index];
  const unit = run.units[index];
  if (!planned || !unit) return [];
  const wave = run.graph.wave[index] ?? 1;
  const begin = run.waves[wave - 1] === 'waiting' ? [waveStarted(run, wave)] : [];
  if (checksItself(planned)) {
    if (run.active >= run.spec.max_parallel || !run.branch) return [];
    return [...begin, pendingEvent('unit.moved', { unit: planned.id, to: 'gate', why: null })];
  }
  if (planned.kind !== 'auto') {
    const question = { kind: planned.kind, text: planned.title };
    return [...begin, pendingEvent('unit.asked', { unit: planned.id, question, before: 'end' })];
  }
  const steps = unit.cleared ? [] : personSteps(run, index);
  const [step] = steps;
  if (step) {
    const question = { kind: step.kind, text: steps.map(({ title }) => title).join('; ') };
    return [...begin, pendingEvent('unit.asked', { unit: planned.id, question, before: 'start' })];
  }
  if (run.active >= run.spec.max_parallel || !run.branch) return [];
  return [
    ...begin,
    pendingEvent('unit.started', {
      unit: planned.id,
      attempt: unit.attempts + 1,
      session_id: unit.goes_on && unit.session_id !== null ? unit.session_id : session,
      base_commit: run.branch.tip,
    }),
  ];
}

function waveStarted({ graph, plan }: Run, wave: number): PendingRunEvent {
  const units = plan.units.flatMap(({ id }, index) => (graph.wave[index] === wave ? [id] : []));
  return pendingEvent('wave.started', { wave, units });
}

/** Merges a completed run into the branch of `--merge-into`. */
function end(run: Run): PendingRunEvent[] {
  const named = run.plan.units.flatMap(({ id }, index) =>
    run.units[index]?.phase.name === 'failed' ? [id] : [],
  );
  const { merge_into: into, strategy } = run.spec;
  if (named.length === 0) {
    const task = { kind: 'merge', by: 'fairlead', into, strategy } as const;
    const merge = into === null ? [] : [pendingEvent('run.upkeep_started', { task })];
    const unchanged = run.plan.units.flatMap(({ id }, index) => {
      const phase = run.units[index]?.phase;
      return phase?.name === 'completed' && phase.unchanged !== null ? [id] : [];
    });
    const reason = unchanged.length === 0 ? null : countedUnits(run, unchanged, 'changed nothing');
    return [pendingEvent('run.ended', { status: 'completed', reason }), ...merge];
  }
  return [pendingEvent('run.ended', { status: 'failed', reason: countedUnits(run, named, 'failed') })];
}

function countedUnits(run: Run, named: readonly string[], what: string): string {
  const more = named.length > 3 ? ` and ${named.length - 3} more` : '';
  const total = run.spec.only?.length ?? run.units.length;
  return `${named.length} of ${total} units ${what}: ${named.slice(0, 3).join(', ')}${more}`;
}

/** Whether nothing of the run is in progress. */
function isQuiet(run: Run): boolean {
  return run.units.every(
    (unit) => isOver(unit) || (unit.phase.name !== 'working' && unit.phase.name !== 'merging'),
  );
}
