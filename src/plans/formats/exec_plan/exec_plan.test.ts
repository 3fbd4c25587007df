import { describe, expect, it } from 'vitest';
import { graphOf, planOf } from '../../../../test/support/plan-files.ts';
import type { Plan } from '../../../contract/plan.ts';

const glance = ({ units }: Plan) =>
  units.map(
    ({ id, title, kind, done }) => `${id} ${title}${kind === 'auto' ? '' : ` (${kind})`}${done ? ' x' : ''}`,
  );

describe('ExecPlans', () => {
  const plan = (progress: string, more = '') =>
    planOf({
      '.agent/boat.md': `# Boat\n\n## Purpose / Big Picture\n\nIt floats.\n\n## Progress\n\n${progress}\n## Surprises & Discoveries\n\nNone.\n\n## Decision Log\n\n- [ ] none yet\n${more}`,
    });

  it.each([
    ['- [x] (2026-10-01 13:00Z) Caulk it.\n', '1 Caulk it x'],
    ['- [ ] 2026-10-01T08:30Z - Caulk it\n', '1 Caulk it'],
    ['- [ ] [2026-10-01] Caulk it (completed: one side; remaining: the other).\n', '1 Caulk it'],
    ['- [ ] (2026-10-01 08:30 UTC) Caulk it\n', '1 Caulk it'],
  ])('have no times in titles: %j', (line, title) => expect(glance(plan(line))[0]).toBe(title));

  it('have units only in their progress', () => {
    const read = plan('- [x] Caulk it.\n- [ ] Paint it.\n');
    expect(read.format).toBe('exec_plan');
    expect(graphOf(read)).toEqual(['1', '2 <- 1']);
    expect(read.problems.map(({ code }) => code)).toEqual(['skipped_boxes']);
  });

  it('are proved by their chapter "Validation and Acceptance"', () => {
    const read = plan(
      '- [x] Caulk it.\n- [ ] Paint it.\n',
      '\n## Validation and Acceptance\n\nRun `cargo test hull` and expect it to pass.\n',
    );
    expect(read.units.map(({ gate }) => gate)).toEqual([[], ['cargo test hull']]);
  });
});
