import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../../test/support/plan-files.ts';
import { allMarked } from '../../../../test/support/mark-plan.ts';

describe('Backlog.md', () => {
  const task = (id: string, status: string, more = '') =>
    `---\nid: ${id}\ntitle: Task of ${id}\nstatus: ${status}\nassignee: []\n${more}---\n\n## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [x] #1 It works\n- [ ] #2 It is fast\n<!-- AC:END -->\n`;

  it('makes a unit of a file; done is the last status of the configuration', () => {
    const plan = planOf({
      'backlog/tasks/task-10 - Ten.md': task(
        'task-10',
        'To Do',
        'dependencies: [TASK-2]\nparent_task_id: task-2\n',
      ),
      'backlog/tasks/task-2 - Two.md': task('task-2', 'Shipped'),
      'backlog/tasks/task-3 - Three.md': task('task-3', 'Done'),
      'backlog/config.yml': 'statuses: ["To Do", "Done", "Shipped"]\n',
    });
    expect(plan.format).toBe('backlog');
    expect(graphOf(plan)).toEqual(['task-2', 'task-3', 'task-10 <- task-2']);
    expect(plan.units.map(({ done }) => done)).toEqual([true, false, false]);
    expect(unitOf(plan, 'task-10').acceptance).toEqual(['It works', 'It is fast']);
  });

  it('knows tasks that are completed, and names those that were not asked for', () => {
    const path = 'backlog/tasks/back-5 - Five.md';
    const read = (other: string) =>
      planOf({ [path]: task('BACK-5', 'To Do', 'dependencies: [task-4]\n') }, undefined, [other]);
    expect(read('backlog/completed/back-4 - Four.md').problems).toEqual([]);
    expect(read('backlog/tasks/back-4 - Four.md').problems).toMatchObject([
      { severity: 'error', code: 'dependency_not_named' },
    ]);
    expect(read('README.md').problems).toMatchObject([{ severity: 'error', code: 'unknown_dependency' }]);
  });
});

describe('Backlog.md in several folders', () => {
  const task = (folder: string, number: number, needs = '') => ({
    [`${folder}/backlog/tasks/api/task-${number} - Part ${number}.md`]: `---\nid: task-${number}\ntitle: Part ${number}\nstatus: To Do\ndependencies: [${needs}]\n---\n\nx\n`,
  });
  const documents = {
    ...task('apps/oven', 1),
    ...task('apps/kiln', 1),
    ...task('apps/kiln', 2, 'task-1'),
    'apps/kiln/backlog/config.yml': 'statuses: ["To Do", "Shipped"]\n',
  };

  it('keeps their numbers and their order apart', () =>
    expect(graphOf(planOf(documents))).toEqual(['kiln/task-1', 'kiln/task-2 <- kiln/task-1', 'oven/task-1']));

  it('marks each with the last status of its own configuration', () => {
    const after = Object.entries(allMarked(documents)).map(([path, text]) => [
      path.split('/')[1],
      /^status: (.*)$/m.exec(text)?.[1],
    ]);
    expect(after).toEqual([
      ['oven', 'Done'],
      ['kiln', 'Shipped'],
      ['kiln', 'Shipped'],
      ['kiln', undefined],
    ]);
  });

  it('has plain numbers where there is one', () =>
    expect(graphOf(planOf({ ...task('apps/kiln', 1), ...task('apps/kiln', 2, 'task-1') }))).toEqual([
      'task-1',
      'task-2 <- task-1',
    ]));
});
