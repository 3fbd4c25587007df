import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../../test/support/plan-files.ts';

describe('Task Master', () => {
  const path = '.taskmaster/tasks/tasks.json';
  const tasks = [
    {
      id: 1,
      title: 'Größe',
      description: 'Measure.',
      testStrategy: 'Run `npm test`.',
      status: 'done',
      dependencies: [],
    },
    {
      id: '2',
      title: 'Two',
      details: 'In src/two.ts',
      status: 'in-progress',
      dependencies: ['1', 3],
      subtasks: [
        { id: 1, title: 'Sub', status: 'done', dependencies: [], parentId: 'undefined' },
        { id: 2, title: 'Other', dependencies: ['2.1', '4.1'] },
      ],
    },
    { id: 3, title: 'Later', status: 'deferred', dependencies: [] },
    { id: 4, title: 'Four', status: 'pending', dependencies: [1], subtasks: [{ id: 1, title: 'S' }] },
  ];

  it('reads a tag; ids are numbers or text, dependencies may name subtasks', () => {
    const text = JSON.stringify({ master: { tasks }, other: { tasks: [{ id: 9 }] } }, null, 2);
    const plan = planOf({ [path]: text });
    expect(graphOf(plan)).toEqual(['1', '2 <- 1 4', '4 <- 1']);
    expect(unitOf(plan, '1')).toMatchObject({
      done: true,
      gate: ['npm test'],
      acceptance: ['Run `npm test`.'],
    });
    expect(unitOf(plan, '2')).toMatchObject({
      files: ['src/two.ts'],
      steps: [
        { title: 'Sub', done: true },
        { title: 'Other', done: false },
      ],
    });
    expect(plan.problems.map(({ code }) => code)).toEqual(['other_tags', 'skipped_task']);
    const { range } = unitOf(plan, '2');
    expect(
      JSON.parse(new TextDecoder().decode(new TextEncoder().encode(text).slice(range.start, range.end))),
    ).toEqual(tasks[1]);
  });

  it('reads the current tag, and older files without tags', () => {
    const text = JSON.stringify({ master: { tasks }, other: { tasks: [{ id: 9, title: 'Nine' }] } });
    expect(graphOf(planOf({ [path]: text, '.taskmaster/state.json': '{"currentTag":"other"}' }))).toEqual([
      '9',
    ]);
    expect(graphOf(planOf({ 'tasks.json': JSON.stringify({ tasks }) }))).toHaveLength(3);
  });

  it('reads a bare list', () => {
    const text = JSON.stringify([
      { id: 'S1', title: 'One', status: 'done', dependencies: [] },
      { id: 'S2', title: 'Two', status: 'pending', dependencies: ['S1'] },
    ]);
    const plan = planOf({ 'out/tasks.json': text });
    expect(plan.format).toBe('task_master');
    expect(graphOf(plan)).toEqual(['S1', 'S2 <- S1']);
  });
});
