import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../../test/support/plan-files.ts';

describe('plain checklist', () => {
  it('makes units of boxes that are in no other', () => {
    const plan = planOf({
      'TODO.md':
        '# Todo\n\n- [x] First in `src/a.ts`\n- [ ] Second\n  - [ ] inner\n\n```\n- [ ] code\n```\n\n* [X] #12 Third (blocked by #14)\n* [ ] #14 Fourth\n\n## Success Criteria\n- [ ] fine\n',
    });
    expect(plan.format).toBe('checklist');
    expect(graphOf(plan)).toEqual(['1', '2 <- 1', '12 <- 14', '14 <- 2']);
    expect(unitOf(plan, '2').steps).toEqual([{ title: 'inner', kind: 'auto', done: false }]);
    expect(plan.problems).toMatchObject([{ code: 'skipped_boxes' }]);
  });

  it('takes numbered headings of a plan where there is no box', () => {
    const plan = planOf({
      'IMPLEMENTATION_PLAN.md':
        '# Move to workers\n\n## Phase 1: Prepare\n\nRun: `npm test`\nExpected: all pass\n\n## Phase 2 — Move ✅\n\nText\n',
    });
    expect(plan.units).toMatchObject([
      { id: '1', title: 'Prepare', gate: ['npm test'], done: false },
      { id: '2', done: true, depends_on: ['1'] },
    ]);
  });
});
