/** Measures reading and scheduling a plan of 5,000 units, against one of 500. */
import { evolveRun } from '../src/core/plan/evolve.ts';
import { graphOf } from '../src/core/plan/graph.ts';
import { initialRun } from '../src/core/plan/initial.ts';
import { lint } from '../src/core/plan/lint.ts';
import { nextStep } from '../src/core/plan/next-step.ts';
import { reactRun } from '../src/core/plan/react.ts';
import { recordRun, type RunFact } from '../src/core/plan/record.ts';
import type { PendingRunEvent } from '../src/core/plan/state.ts';
import { summaryOf } from '../src/core/plan/view.ts';
import { readDocuments } from '../test/support/plan-files.ts';
import { runSpec } from '../test/support/run-scene.ts';
import { ms, quantile, ratio, type Line } from './measure.ts';

const [few, many] = [500, 5_000];
const rounds = 3;
const at = '2026-01-01T00:00:00.000Z';

export function scheduling(): Promise<Line[]> {
  const read = [few, many].map((count) => median(() => readAndLint(count)));
  const run = [few, many].map((count) => median(() => runAll(count)) / count);
  const [readFew = 0, readMany = 0] = read;
  const [runFew = 0, runMany = 0] = run;
  return Promise.resolve([
    {
      what: `a plan of ${many.toLocaleString('en')} units read and linted, against one of ${few}`,
      fairlead: ms(readMany),
      against: ms(readFew),
      ratio: ratio(readMany, readFew),
    },
    {
      what: `one unit scheduled in a run of ${many.toLocaleString('en')}, against one of ${few}`,
      fairlead: ms(runMany),
      against: ms(runFew),
      ratio: ratio(runMany, runFew),
    },
  ]);
}

/** Milliseconds. */
function median(task: () => void): number {
  const times = Array.from({ length: rounds }, () => {
    const begin = performance.now();
    task();
    return performance.now() - begin;
  });
  return quantile(times, 0.5);
}

function readAndLint(count: number): void {
  const plan = readDocuments({ 'large.yaml': largePlan(count) });
  const problems = lint(plan, graphOf(plan, true));
  if (plan.units.length !== count || problems.length > 0) throw new Error('the plan was not read as meant');
}

/** Each unit depends on three of the eight before it. */
function largePlan(count: number): string {
  const units = Array.from({ length: count }, (_, number) => {
    const needs = [8, 5, 4].map((back) => number - back).filter((other) => other >= 0);
    const after = needs.map((other) => `u${other}`).join(', ');
    return `  - { id: u${number}, depends_on: [${after}], files: [src/${number}.ts], gate: "true", prompt: Do ${number}. }`;
  });
  return `title: large\nunits:\n${units.join('\n')}\n`;
}

/**
 * Runs a whole plan like the daemon does: records every fact, applies everything that follows from it, and builds the
 * view.
 */
function runAll(count: number): void {
  const plan = readDocuments({ 'large.yaml': largePlan(count) });
  let run = initialRun('r1', { spec, plan }, at);
  const working: string[] = [];
  let sessions = 0;
  const take = (drafts: PendingRunEvent[]) => {
    for (const draft of drafts) {
      const before = run;
      run = evolveRun(run, draft, at);
      reactRun(before, draft, run);
      if (draft.kind === 'unit.started') working.push(draft.data.session_id);
    }
  };
  const report = (fact: RunFact) => {
    take(recordRun(run, fact));
    const step = () => nextStep(run, `s${(sessions += 1)}`);
    for (let next = step(); next.length > 0; next = step()) take(next);
    summaryOf(run);
  };
  report({ type: 'branched', branch: 'fairlead/large' });
  for (let session = working.shift(); session !== undefined; session = working.shift()) {
    report({ type: 'session_ended', session_id: session, outcome: { kind: 'completed', evidence } });
    report({ type: 'unit_merged', session_id: session, commit: 'c', tip: 'c' });
  }
  if (run.phase.name !== 'ended') throw new Error('the run did not end');
}

const evidence = { commits: 1, files_changed: 1, statement: null, gates: [] };

const spec = { ...runSpec, max_parallel: 8 };
