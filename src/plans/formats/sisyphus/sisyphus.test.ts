import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../../test/support/plan-files.ts';

describe('Sisyphus', () => {
  const head = '# Boat\n\n## Definition of Done\n\n- [ ] it floats\n\n## TODOs\n\n';
  const task = (id: number, said: string) =>
    `- [ ] ${id}. Part ${id}\n\n  **What to do**:\n  - Do \`src/p${id}.ts\`\n\n  **Parallelization**:\n  - **Can Run In Parallel**: YES\n${said}\n`;

  it('waits for the blockers of a task, and for nothing without blockers', () => {
    const read = planOf({
      '.sisyphus/plans/boat.md':
        head +
        task(1, '  - **Blocked By**: None') +
        task(2, '  - **Blocked By**: None (starts at once)') +
        task(3, '  - **Blocked By**: 1') +
        '- [ ] F1. **Audit** — `oracle`\n- [ ] F2. **Review**\n',
    });
    expect(read.format).toBe('sisyphus');
    expect(graphOf(read)).toEqual(['1', '2', '3 <- 1', 'F1 <- 2 3', 'F2 <- 2 3']);
    expect(unitOf(read, 'F1').title).toBe('Audit');
    expect(read.problems.map(({ code }) => code)).toEqual(['skipped_boxes']);
  });

  it('keeps the order of the document where a task does not say', () => {
    const read = planOf({
      'plans/boat.md': head + task(1, '') + task(2, '') + task(3, '  - **Blocked By**: Tasks 1-2'),
    });
    expect(graphOf(read)).toEqual(['1', '2 <- 1', '3 <- 1 2']);
  });

  it('reads which tasks a task blocks', () => {
    const read = planOf({
      '.sisyphus/plans/boat.md':
        head + task(1, '  - **Blocks**: 2, 3\n  - **Blocked By**: None') + task(2, '') + task(3, ''),
    });
    expect(graphOf(read)).toEqual(['1', '2 <- 1', '3 <- 1']);
  });
});
