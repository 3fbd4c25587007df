import { expect, it } from 'vitest';
import { planOf, runSpec, unit } from '../../../test/support/run-scene.ts';
import { initialRun } from './initial.ts';
import { progressOf, summaryOf, unitViewOf } from './view.ts';

it('shows units that --only leaves out as not chosen, never as completed', () => {
  const units = [unit('a', { done: true }), unit('b', { depends_on: ['a'] }), unit('c', { done: true })];
  const spec = { ...runSpec, only: ['b'] };
  const run = initialRun('r1', { spec, plan: planOf(units) }, '2026-01-01T00:00:00.000Z');
  expect(units.map((_, index) => unitViewOf(run, index).status)).toEqual([
    'not_chosen',
    'ready',
    'not_chosen',
  ]);
  expect(progressOf(run)).toMatchObject({ completed: 0, pending: 1, total: 1, percent: 0 });
  expect(summaryOf(run).progress.total).toBe(1);
});

it('shows units that the document marks as done as completed if all units were chosen', () => {
  const run = initialRun(
    'r1',
    { spec: runSpec, plan: planOf([unit('a', { done: true }), unit('b')]) },
    '2026-01-01T00:00:00.000Z',
  );
  expect([0, 1].map((index) => unitViewOf(run, index).status)).toEqual(['completed', 'ready']);
  expect(progressOf(run)).toMatchObject({ completed: 1, pending: 1, total: 2, percent: 50 });
});
