import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../../test/support/plan-files.ts';

describe('MoAI', () => {
  const spec = (id: string, more = '') =>
    `---\nid: ${id}\ntitle: "Title of ${id}"\nstatus: draft\n${more}---\n# ${id}\n\nWords.\n`;
  const base = '.moai/specs';

  it('makes a unit of a SPEC', () => {
    const plan = planOf(
      {
        [`${base}/SPEC-A-001/spec.md`]: spec('SPEC-A-001').replace('draft', 'completed'),
        [`${base}/SPEC-B-001/spec.md`]: spec('SPEC-B-001', 'depends_on: [SPEC-A-001, SPEC-C-001]\n'),
        [`${base}/SPEC-B-001/plan.md`]: '# Plan\n\n### M1 — First — Priority P0\n\n### M2 — Second\n',
        [`${base}/SPEC-B-001/acceptance.md`]: '# Acceptance\n\n## AC-1 Given a thing\n',
      },
      undefined,
      [`${base}/SPEC-C-001/spec.md`],
    );
    expect(graphOf(plan)).toEqual(['SPEC-A-001', 'SPEC-B-001 <- SPEC-A-001']);
    expect(plan.problems).toMatchObject([
      {
        severity: 'error',
        code: 'dependency_not_named',
        message: 'SPEC-B-001 depends on SPEC-C-001: name .moai/specs/SPEC-C-001 too',
      },
    ]);
    expect(unitOf(plan, 'SPEC-A-001').done).toBe(true);
    expect(unitOf(plan, 'SPEC-B-001')).toMatchObject({
      title: 'Title of SPEC-B-001',
      steps: [{ title: 'M1 — First — Priority P0' }, {}],
      acceptance: ['AC-1 Given a thing'],
    });
  });

  it('makes units of the tasks where one SPEC is named', () => {
    const plan = planOf({
      [`${base}/SPEC-A-001/spec.md`]: spec('SPEC-A-001'),
      [`${base}/SPEC-A-001/plan.md`]:
        '# Implementation Plan: SPEC-A-001\n\n## Task Breakdown\n\n### Task 1: One\n\nx\n\n### Task 2: Two\n\ny\n\n## Risk\n',
    });
    expect(plan).toMatchObject({ format: 'moai', context: [`${base}/SPEC-A-001/spec.md`] });
    expect(graphOf(plan)).toEqual(['1', '2 <- 1']);
  });

  it('skips superseded SPECs, and names related documents', () => {
    const plan = planOf({
      [`${base}/SPEC-A-001/spec.md`]: spec('SPEC-A-001').replace('draft', 'superseded'),
      [`${base}/SPEC-B-001/spec.md`]: spec('SPEC-B-001', 'depends_on: [SPEC-A-001]\n'),
      [`${base}/SPEC-B-001/plan.md`]: '# Plan\n\nWords.\n',
    });
    expect(graphOf(plan)).toEqual(['SPEC-B-001']);
    expect(plan.context).toEqual([]);
    expect(plan.units[0]?.prompt).toMatch(/Words\.\n\nRead for it: \.moai\/specs\/SPEC-B-001\/plan\.md$/);
    expect(plan.problems).toMatchObject([{ severity: 'note', code: 'skipped_specs' }]);
    const over = { [`${base}/SPEC-A-001/spec.md`]: spec('SPEC-A-001').replace('draft', 'superseded') };
    expect(() => planOf(over)).toThrow('superseded or given up: SPEC-A-001');
  });
});
