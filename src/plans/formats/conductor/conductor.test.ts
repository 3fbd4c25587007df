import { describe, expect, it } from 'vitest';
import { graphOf, planOf } from '../../../../test/support/plan-files.ts';
import type { Plan } from '../../../contract/plan.ts';

const glance = ({ units }: Plan) =>
  units.map(
    ({ id, title, kind, done }) => `${id} ${title}${kind === 'auto' ? '' : ` (${kind})`}${done ? ' x' : ''}`,
  );

describe('Conductor', () => {
  it('leaves the commit behind a title out, and asks a person at the end of a phase', () => {
    const plan = planOf(
      {
        'conductor/tracks/kite_1/plan.md':
          "# Plan: Kite\n\n## Phase 1: Sail [checkpoint: 1a2b3c4]\n\n- [x] Task: Cut it `0f1e2d3`\n  - [x] measure\n- [x] Task: Sew it [9a8b7c6]\n- [~] Task: Conductor - User Manual Verification 'Phase 1: Sail' (Protocol in workflow.md)\n\n## Phase 2: Line\n\n- [ ] Task 1: Wind it in `src/line.ts`\n  - [ ] write tests\n",
      },
      undefined,
      ['conductor/workflow.md', 'conductor/tracks/kite_1/spec.md'],
    );
    expect(plan.format).toBe('conductor');
    expect(glance(plan)).toEqual([
      '1.1 Cut it x',
      '1.2 Sew it x',
      "1.3 Conductor - User Manual Verification 'Phase 1: Sail' (Protocol in workflow.md) (verify)",
      '2.1 Wind it in src/line.ts',
    ]);
    expect(graphOf(plan)).toEqual(['1.1', '1.2 <- 1.1', '1.3 <- 1.2', '2.1 <- 1.3']);
    expect(plan.context).toEqual(['conductor/tracks/kite_1/spec.md', 'conductor/workflow.md']);
  });

  it('is detected by its words at any path', () => {
    const plan = planOf({
      'notes/kite.md':
        '# Kite\n\n## Phase 1: Sail\n\n- [ ] Task: Cut it\n- [ ] Task: User Manual Verification of the sail\n',
    });
    expect(plan.format).toBe('conductor');
    expect(plan.units.map(({ kind }) => kind)).toEqual(['auto', 'verify']);
  });

  it('keeps a word that only looks like a commit', () => {
    const plan = planOf({
      'conductor/tracks/k/plan.md': '# K\n\n- [ ] Task: Paint the facade\n- [ ] Task: Call 12345\n',
    });
    expect(glance(plan)).toEqual(['1 Paint the facade', '2 Call 12345']);
  });
});
