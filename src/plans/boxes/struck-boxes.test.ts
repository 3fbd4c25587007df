import { describe, expect, it } from 'vitest';
import { graphOf, planOf } from '../../../test/support/plan-files.ts';

describe('struck-through entries', () => {
  it('is not to be done, whatever waits for it', () => {
    const plan = planOf({
      'specs/001-a/tasks.md':
        '# Tasks: A\n\n## Phase 1: Setup\n\n- [x] T001 One\n- [ ] ~~T002 Two\n  goes on~~ (REMOVED: not needed)\n\n## Phase 2: End\n\n- [ ] T003 Three (depends on T002)\n- [ ] T004 Use ~~two~~ three\n',
    });
    expect(graphOf(plan)).toEqual(['phase-1', 'phase-2 <- phase-1']);
    expect(plan.units).toMatchObject([
      { done: true },
      { done: false, steps: [{ done: false }, { done: false }] },
    ]);
    expect(plan.problems).toMatchObject([{ severity: 'note', code: 'struck_through', line: 6 }]);
  });

  it('is no work of a checklist and of tasks', () => {
    const list = planOf({ 'TODO.md': '- [ ] ~~One~~ — later\n- [ ] Two\n' });
    expect(list.units.map(({ done }) => done)).toEqual([true, false]);
    const tasks = planOf({
      'docs/plans/a.md':
        '# A Implementation Plan\n\n### ~~Task 1: One~~\n\n- [ ] x\n\n### Task 2: Two — CANCELLED\n\n- [ ] y\n\n### Task 3: Three\n\n- [ ] z\n',
    });
    expect(tasks.units.map(({ done }) => done)).toEqual([true, true, false]);
  });
});
