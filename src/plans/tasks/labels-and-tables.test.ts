import { describe, expect, it } from 'vitest';
import { graphOf, planOf } from '../../../test/support/plan-files.ts';

describe('order in a table or a label', () => {
  it('holds for Sisyphus', () => {
    const read = planOf({
      '.sisyphus/plans/boat.md':
        '# Boat\n\n| Task | Depends On | Blocks |\n|---|---|---|\n| 1 | None | 2 |\n| 2 | 1 | |\n| 4 | None | |\n\n- [ ] 1. A\n- [ ] 2. B\n- [ ] 3. C\n\n  **Parallelizable**: NO (depends on 1)\n\n- [ ] 4. D\n',
    });
    expect(graphOf(read)).toEqual(['1', '2 <- 1', '3 <- 1', '4']);
  });

  it('holds for task groups of Agent OS, and takes no step for a dependency', () => {
    const group = (number: number, said: string) =>
      `#### Task Group ${number}: Part ${number}\n**Dependencies:** ${said}\n\n- [ ] ${number}.0 Complete part ${number}\n  - [ ] ${number}.1 Do it\n\n`;
    const read = planOf({
      'agent-os/specs/x/tasks.md': `# Task Breakdown: X\n\n${group(1, 'None')}${group(2, 'Task Group 1')}${group(3, 'Task Group 1')}${group(4, 'Task Groups 1-3')}`,
    });
    expect(graphOf(read)).toEqual(['1', '2 <- 1', '3 <- 1', '4 <- 1 2 3']);
    expect(read.problems).toEqual([]);
    expect(read.units.map(({ title, steps }) => [title, steps.length])).toEqual(
      [1, 2, 3, 4].map((number) => [`Part ${number}`, 1]),
    );
  });

  it('is read for tasks of superpowers whose steps are below the label', () => {
    const read = planOf({
      'docs/plans/x.md':
        '# X Implementation Plan\n\n### Task 1: A\n\n- [ ] a\n\n### Task 2: B\n\n**Depends on:** Task 1\n\n- [ ] 3 files\n\n### Task 3: C\n\n**Depends on:** none\n\n- [ ] 1 file\n',
    });
    expect(graphOf(read)).toEqual(['1', '2 <- 1', '3']);
  });
});
