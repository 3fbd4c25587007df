import { describe, expect, it } from 'vitest';
import { planOf, runSpec, unit } from '../../../test/support/run-scene.ts';
import { advanceRun } from './evolve.ts';
import { initialRun } from './initial.ts';
import { nextStep } from './next-step.ts';
import { reactRun } from './react.ts';
import { recordRun } from './record.ts';
import { pendingEvent, type Run } from './state.ts';

const at = '2026-01-01T00:00:00.000Z';

function begun(write_back: boolean, kind: 'auto' | 'verify' = 'auto'): Run {
  const created = initialRun(
    'r1',
    { spec: { ...runSpec, write_back }, plan: planOf([unit('a', { kind })]) },
    at,
  );
  const branched = advanceRun(created, recordRun(created, { type: 'branched', branch: 'fairlead/test' }), at);
  return advanceRun(branched, nextStep(branched, 's1'), at);
}

const completed = pendingEvent('unit.completed', { unit: 'a', commit: null, tip: 'base' });
const ended = (run: Run) => advanceRun(run, [pendingEvent('wave.completed', { wave: 1 })], at);
const kinds = (run: Run) => nextStep(run, 's2').map(({ kind }) => kind);

describe('a run that marks its units in their documents', () => {
  it('ends when the last one is marked', () => {
    const before = begun(true);
    const run = advanceRun(before, [completed], at);
    expect(reactRun(before, completed, run)).toEqual([{ kind: 'write_back', unit: 'a' }]);
    expect(kinds(ended(run))).toEqual([]);
    const [marked] = recordRun(run, { type: 'unit_marked', unit: 'a', problem: 'no place' });
    expect(marked).toEqual(pendingEvent('unit.marked', { unit: 'a', problem: 'no place' }));
    expect(kinds(ended(advanceRun(run, marked ? [marked] : [], at)))).toEqual(['run.ended']);
  });

  it('records a mark once', () => {
    const run = advanceRun(
      begun(true),
      [completed, pendingEvent('unit.marked', { unit: 'a', problem: null })],
      at,
    );
    expect(recordRun(run, { type: 'unit_marked', unit: 'a', problem: null })).toEqual([]);
  });

  it('marks units that a person has verified', () => {
    const before = begun(true, 'verify');
    expect(before.units[0]?.phase.name).toBe('asking');
    const answered = pendingEvent('unit.answered', { unit: 'a', by: 'ida', accepted: true, text: null });
    const run = advanceRun(before, [answered], at);
    expect(reactRun(before, answered, run)).toEqual([{ kind: 'write_back', unit: 'a' }]);
    expect(kinds(ended(run))).toEqual([]);
  });

  it('waits for nothing without `--write-back`', () => {
    const run = advanceRun(begun(false), [completed], at);
    expect(kinds(ended(run))).toEqual(['run.ended']);
  });

  it('ends at once when it is stopped', () => {
    const run = advanceRun(
      begun(true),
      [completed, pendingEvent('run.stopping', { by: 'ida', force: false })],
      at,
    );
    expect(kinds(run)).toEqual(['run.ended']);
  });
});
