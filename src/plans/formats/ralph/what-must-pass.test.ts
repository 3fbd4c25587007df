import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../../test/support/plan-files.ts';

describe('lists of entries that must pass', () => {
  const story = (id: string, more: object = {}) => ({ id, title: `Story ${id}`, ...more });

  it.each([
    ['stories', { stories: [story('1', { acceptance: ['a'] }), story('2', { acceptance: ['b'] })] }],
    ['features', { features: [story('1', { passes: true }), story('2', { passes: false })] }],
    ['tasks', { tasks: [story('1', { passes: true }), story('2', { passes: false })] }],
    [
      'user_stories',
      { user_stories: [story('1', { acceptance_criteria: ['a'] }), story('2', { passes: false })] },
    ],
    [
      'a bare list',
      [story('1', { acceptance_criteria: ['a'], status: 'pending' }), story('2', { passes: true })],
    ],
  ])('are read from %s', (_name, content) => {
    const plan = planOf({ 'prd.json': JSON.stringify(content) });
    expect(plan.format).toBe('ralph');
    expect(graphOf(plan)).toEqual(['1', '2 <- 1']);
  });

  it('reads commands for all, commands of a story, and criteria that are a passing command', () => {
    const plan = planOf({
      'prd.json': JSON.stringify({
        verifyCommands: ['task check', 'npm start'],
        userStories: [
          story('1', {
            passes: false,
            testCommand: 'npm test -- one',
            acceptanceCriteria: [
              'cargo test && cargo clippy passes',
              'Typecheck passes',
              'The go test passes',
            ],
          }),
        ],
      }),
    });
    expect(unitOf(plan, '1').gate).toEqual(['npm test -- one', 'task check', 'cargo test && cargo clippy']);
  });

  it('reads priorities in words, and deliverables', () => {
    const plan = planOf({
      'prd.json': JSON.stringify({
        stories: [
          story('1', { priority: 'low', acceptance: ['a'], deliverables: ['src/a.ts', 'a good feeling'] }),
          story('2', { priority: 'high', acceptance: ['a'], status: 'completed' }),
          story('3', { priority: 'P2', acceptance: ['a'] }),
        ],
      }),
    });
    expect(graphOf(plan)).toEqual(['1 <- 3', '2', '3 <- 2']);
    expect(unitOf(plan, '1').files).toEqual(['src/a.ts']);
    expect(unitOf(plan, '2').done).toBe(true);
  });

  it('are not detected in other JSON', () => {
    expect(() => planOf({ 'prd.json': '{"phases":[{"name":"One","tests":{"api":["a"]}}]}' })).toThrow(
      'not a plan',
    );
    expect(() => planOf({ 'a.json': '{"items":[{"name":"x","acceptance":""}]}' })).toThrow('not a plan');
  });
});
