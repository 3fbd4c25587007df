import { describe, expect, it } from 'vitest';
import type { PlanUnit } from '../../contract/plan.ts';
import { planOf, runSpec, unit } from '../../../test/support/run-scene.ts';
import { checksItself } from './checks-itself.ts';
import { advanceRun } from './evolve.ts';
import { initialRun } from './initial.ts';
import { nextStep } from './next-step.ts';
import { reactRun } from './react.ts';
import { recordRun } from './record.ts';
import type { Run } from './state.ts';

const at = '2026-01-01T00:00:00.000Z';

/** A run with its branch after all automatic steps. */
function begun(units: PlanUnit[]) {
  const created = initialRun('r1', { spec: runSpec, plan: planOf(units) }, at);
  let run: Run = advanceRun(created, recordRun(created, { type: 'branched', branch: 'fairlead/test' }), at);
  const effects = [];
  for (let pendingEvents = nextStep(run, 's1'); pendingEvents.length > 0; pendingEvents = nextStep(run, 's1'))
    for (const pendingEvent of pendingEvents) {
      const before = run;
      run = advanceRun(run, [pendingEvent], at);
      effects.push(...reactRun(before, pendingEvent, run));
    }
  return { run, effects };
}

describe('a verification unit with commands', () => {
  const verify = unit('v', {
    kind: 'verify',
    title: 'VERIFY 1',
    prompt: 'All tests pass.',
    gate: ['npm test'],
  });

  it('is checked on the integrated tree and completed without a person', () => {
    const { run, effects } = begun([verify]);
    expect(effects).toEqual([{ kind: 'check_unit', unit: 'v', commit: runSpec.base_commit }]);
    expect(run.units[0]?.phase).toMatchObject({ name: 'working', to: 'gate' });
    const after = advanceRun(run, recordRun(run, { type: 'unit_checked', unit: 'v', failure: null }), at);
    expect(after.units[0]?.phase.name).toBe('completed');
    expect(after.branch?.tip).toBe(runSpec.base_commit);
    expect(nextStep(advanceRun(after, nextStep(after, 's1'), at), 's1')).toMatchObject([
      { kind: 'run.ended', data: { status: 'completed' } },
    ]);
  });

  it('asks a person, with the output, if a command fails', () => {
    const { run } = begun([verify]);
    const failure = {
      reason: 'the merged tree fails: npm test (exit status 1)',
      text: '1 of 3 tests failed',
    };
    expect(recordRun(run, { type: 'unit_checked', unit: 'v', failure })).toMatchObject([
      {
        kind: 'unit.asked',
        data: {
          unit: 'v',
          before: 'end',
          question: {
            kind: 'verify',
            text: 'VERIFY 1: the merged tree fails: npm test (exit status 1)\n1 of 3 tests failed',
          },
        },
      },
    ]);
  });

  it.each([
    { prompt: 'Run `npm test`, then look at the page in a browser.' },
    { acceptance: ['A person has signed it off'] },
    { steps: [{ title: 'is it blue?', kind: 'verify', done: false }] satisfies PlanUnit['steps'] },
    { gate: [] },
    { kind: 'decide' as const },
  ])('asks a person at once where the document wants one, or names no command: %j', (change) => {
    const { run, effects } = begun([{ ...verify, ...change }]);
    expect(effects).toEqual([]);
    expect(run.units[0]?.phase.name).toBe('asking');
  });

  it('does not read words in commands as a request for a person', () => {
    expect(checksItself({ ...verify, prompt: 'Run `npm run test:browser`, it passes.' })).toBe(true);
  });
});
