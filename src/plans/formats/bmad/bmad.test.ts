import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../../test/support/plan-files.ts';

describe('BMAD', () => {
  it('reads the status file and the stories that are written', () => {
    const plan = planOf({
      'sprint-status.yaml':
        'project: Shop\ndevelopment_status:\n  epic-1: in-progress\n  1-1-login: done\n  1-2-cart: ready-for-dev\n  1-10-pay: backlog\n  epic-1-retrospective: optional\n',
      'stories/1-1-login.md': '# Story 1.1: Log in\n\nStatus: done\n',
      'stories/1-2-cart.md':
        '# Story 1.2: Cart\n\nStatus: ready-for-dev\n\n## Acceptance Criteria\n\n1. It holds things\n\n## Tasks\n\n- [ ] Task 1 (AC: #1)\n  - [ ] inner\n',
    });
    expect(plan).toMatchObject({ format: 'bmad', title: 'Shop' });
    expect(graphOf(plan)).toEqual(['1.1', '1.2 <- 1.1', '1.10 <- 1.2']);
    expect(unitOf(plan, '1.1').done).toBe(true);
    expect(unitOf(plan, '1.2')).toMatchObject({
      title: 'Cart',
      acceptance: ['It holds things'],
      steps: [{ title: 'Task 1 (AC: #1)' }],
    });
    expect(plan.problems).toMatchObject([{ code: 'no_story', unit: '1.10' }]);
  });

  it('skips dropped stories, and reports unknown ones', () => {
    const plan = planOf({
      'docs/sprint-status.yaml':
        'development_status:\n  epic-1: in-progress\n  1-1-a:\n    status: done\n  1-2-b: archived # merged\n  extra: backlog\n  epic-1-retrospective: optional\n',
      'docs/stories/1-1-a.md': '# Story 1.1: A\n',
      'docs/stories/1-2-b.md': '# Story 1.2: B\n',
    });
    expect(plan.units).toMatchObject([{ id: '1.1', done: true }]);
    expect(plan.problems).toMatchObject([{ severity: 'note', code: 'skipped_stories' }]);
    expect(plan.problems[0]?.message).toContain('1-2-b (archived), extra (backlog)');
  });

  it('takes commands of criteria that are to pass', () => {
    const plan = planOf({
      'docs/stories/1-1-a.md':
        '# Story 1.1: A\n\nStatus: done\n\n## Acceptance Criteria\n\n1. It is small.\n2. `npm run lint` passes.\n3. `npm start` passes.\n',
    });
    expect(plan.units).toMatchObject([{ id: '1.1', done: true, gate: ['npm run lint'] }]);
  });
});

describe('BMAD with letters', () => {
  it('reads epics that are called m1', () => {
    const plan = planOf({
      'sprint-status.yaml':
        'development_status:\n  epic-m1: done\n  m1-1-a-b: done\n  m2-1-c: done\n  epic-m1-retrospective: optional\n',
    });
    expect(graphOf(plan)).toEqual(['m1.1', 'm2.1 <- m1.1']);
  });
});
