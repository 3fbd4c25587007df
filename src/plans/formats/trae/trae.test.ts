import { describe, expect, it } from 'vitest';
import { allMarked } from '../../../../test/support/mark-plan.ts';
import {
  graphOf,
  personStepsOf,
  planOf,
  titlesOf,
  unitOf,
  wantedPaths,
} from '../../../../test/support/plan-files.ts';

describe('Trae', () => {
  const folder = '.trae/specs/kiln';
  const documents = {
    [`${folder}/tasks.md`]:
      '# Tasks\n\n- [x] Task 1: Sensor\n  - [x] SubTask 1.1: Probe\n- [ ] Task 2: Display\n  - [ ] SubTask 2.1: Dial\n- [ ] Task 3: Words\n\n# Task Dependencies\n\n- [Task 3] depends on [Task 1]\n',
    [`${folder}/checklist.md`]:
      '# Checklist\n\n- [ ] `npm test` passes\n- [ ] It is warm\n- [ ] Manual check of the dial\n',
  };

  it('has its tasks as units; the last is held to the checklist', () => {
    const read = planOf(documents, undefined, [`${folder}/spec.md`]);
    expect([read.format, read.title]).toEqual(['trae', 'kiln']);
    expect(read.units.map(({ id, title }) => `${id} ${title}`)).toEqual(['1 Sensor', '2 Display', '3 Words']);
    expect(graphOf(read).at(-1)).toBe('3 <- 1');
    expect(unitOf(read, '1').steps.map(({ title }) => title)).toEqual(['Probe']);
    expect(unitOf(read, '3')).toMatchObject({
      gate: ['npm test'],
      acceptance: ['npm test passes', 'It is warm'],
    });
    expect(personStepsOf(documents)).toEqual(['3 verify Manual check of the dial']);
    expect(read.context).toEqual([`${folder}/spec.md`, `${folder}/checklist.md`]);
  });

  it('marks a task and those in it, and leaves the checklist alone', () => {
    const after = allMarked(documents);
    expect(after[`${folder}/tasks.md`]).toContain('- [x] Task 2: Display\n  - [x] SubTask 2.1: Dial');
    expect(after[`${folder}/checklist.md`]).toBe(documents[`${folder}/checklist.md`]);
  });

  it('reads tasks in Chinese', () =>
    expect(
      titlesOf({
        [`${folder}/tasks.md`]:
          '# 任务\n\n- [ ] 任务 1：传感器\n- [ ] 任务 2：显示\n\n# 任务依赖\n\n- 任务 2 依赖于 任务 1\n',
      }),
    ).toEqual(['1 传感器', '2 显示']));

  it('is read with its checklist', () =>
    expect(wantedPaths(Object.keys(documents), folder)).toEqual(Object.keys(documents)));
});
