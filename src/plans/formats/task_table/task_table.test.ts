import { describe, expect, it } from 'vitest';
import { planOf, graphOf } from '../../../../test/support/plan-files.ts';
import type { Documents } from '../../../../test/support/plan-files.ts';
import type { Plan } from '../../../contract/plan.ts';

const titles = (documents: Documents) => planOf(documents).units.map(({ id, title }) => `${id} ${title}`);
const glance = ({ units }: Plan) =>
  units.map(
    ({ id, title, kind, done }) => `${id} ${title}${kind === 'auto' ? '' : ` (${kind})`}${done ? ' x' : ''}`,
  );

describe('plans of Copilot', () => {
  it('are called by their goal, not by their chapter "Introduction"', () => {
    const text =
      "---\ngoal: Warm kiln\nstatus: 'Planned'\n---\n\n# Introduction\n\nx\n\n## Implementation Phase 1\n\n| Task | Description | Completed | Date |\n|---|---|---|---|\n| TASK-001 | Sensor | | |\n";
    expect(planOf({ 'plan/feature-kiln-1.md': text }).title).toBe('Warm kiln');
    expect(titles({ 'plan/feature-kiln-1.md': text })).toEqual(['TASK-001 Sensor']);
  });
});

describe('tables of tasks', () => {
  it('are phases of rows that go side by side', () => {
    const read = planOf({
      'plan/feature-boat-1.md':
        '# Introduction\n\n## 2. Implementation Steps\n\n### Implementation Phase 1\n\n| Task | Description | Completed | Date |\n|------|------|:---:|---|\n| TASK-001 | Caulk `src/hull.ts` | ✅ | 2026-10-01 |\n| TASK-002 | Say `a \\| b` | | |\n\n### Implementation Phase 2\n\n| Task | Description | Completed | Date |\n|---|---|---|---|\n| TASK-003 | Paint | | |\n\n## 7. Risks\n\n| ID | Description | Status |\n|---|---|---|\n| RISK-001 | It sinks | open |\n',
    });
    expect(read.format).toBe('task_table');
    expect(graphOf(read)).toEqual(['TASK-001', 'TASK-002', 'TASK-003 <- TASK-001 TASK-002']);
    expect(glance(read)).toEqual(['TASK-001 Caulk src/hull.ts x', 'TASK-002 Say a | b', 'TASK-003 Paint']);
  });

  it('use the column of dependencies', () => {
    const read = planOf({
      'boat.md':
        '# Boat\n\n| # | Task | Depends on | Status |\n|---|---|---|---|\n| 1 | Hull | - | done |\n| 2 | Paint | 1 | open |\n| 3 | Flag | — | dropped |\n',
    });
    expect(graphOf(read)).toEqual(['1', '2 <- 1', '3']);
    expect(read.units.map(({ done }) => done)).toEqual([true, false, true]);
  });

  it('are in order where nothing else is said, and the last is proved at the end', () => {
    const read = planOf({
      'boat.md':
        '# Boat\n\n| ID | Title | Status |\n|---|---|---|\n| T-1 | Hull | open |\n| T-2 | Paint | open |\n\n## Testing\n\nRun `npm test` and verify it passes.\n',
    });
    expect(graphOf(read)).toEqual(['T-1', 'T-2 <- T-1']);
    expect(read.units.map(({ gate }) => gate)).toEqual([[], ['npm test']]);
  });

  it('are not tables of requirements', () => {
    expect(() =>
      planOf({
        'spec.md':
          '# Spec\n\n## Requirements\n\n| ID | Description | Status |\n|---|---|---|\n| REQ-1 | Calm | open |\n',
      }),
    ).toThrow(/is not a plan/);
  });
});
