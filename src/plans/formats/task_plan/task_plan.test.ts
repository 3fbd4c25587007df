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

describe('planning-with-files', () => {
  const phase = (number: number, status: string, boxes: string) =>
    `### Phase ${number}: Part ${number}\n\n${boxes}- **Status:** ${status}\n\n`;
  const head = '# Task Plan: Kiln\n\n## Goal\n\nKeep the heat.\n\n## Phases\n\n';

  it('has its phases as units, in order, with the commands of their boxes', () => {
    const text = `${head}${phase(1, 'complete', '- [x] read\n')}${phase(2, 'in_progress', '- [ ] write `src/a.ts`\n- [ ] Run `npm test`\n')}## Key Questions\n\n1. Which?\n2. What?\n\n## Errors Encountered\n\n| Error | Attempt |\n|---|---|\n| none | 1 |\n`;
    const read = planOf({ 'task_plan.md': text }, undefined, ['findings.md']);
    expect([read.format, read.goal]).toEqual(['task_plan', 'Keep the heat.']);
    expect(graphOf(read)).toEqual(['1', '2 <- 1']);
    expect(unitOf(read, '2')).toMatchObject({ gate: ['npm test'], files: ['src/a.ts'], done: false });
    expect(read.context).toEqual(['task_plan.md', 'findings.md']);
  });

  it('marks the boxes of a phase and the word of its status', () => {
    const text = `${head}${phase(1, 'pending', '- [ ] read\n')}${phase(2, '**pending**', '')}`;
    const after = allMarked({ 'task_plan.md': text })['task_plan.md'] ?? '';
    expect(after).toContain('- [x] read\n- **Status:** complete\n');
    expect(after.match(/complete/g)).toHaveLength(2);
    expect(planOf({ 'task_plan.md': after }).units.every(({ done }) => done)).toBe(true);
  });

  it('has a box for each phase in its older form', () => {
    const documents = {
      'work/task_plan.md':
        '# Task Plan: Kiln\n\n## Phases\n\n- [x] Phase 1: Plan\n- [ ] Phase 2: Build\n\n## Status\n\n**Currently in Phase 2**\n',
    };
    expect(planOf(documents).format).toBe('task_plan');
    expect(titlesOf(documents)).toEqual(['1 Plan x', '2 Build']);
    expect(allMarked(documents)['work/task_plan.md']).toContain('- [x] Phase 2: Build');
  });

  it('reads phases in Chinese, and finds the file in a folder', () => {
    const documents = {
      'work/task_plan.md':
        '# 任务计划\n\n### 阶段 1：了解\n\n- [x] 阅读\n- **状态：** complete\n\n### 阶段 2：实现\n\n- [ ] 手动测试\n- **状态：** pending\n',
    };
    expect(titlesOf(documents)).toEqual(['1 了解 x', '2 实现']);
    expect(personStepsOf(documents)).toEqual(['2 verify 手动测试']);
    expect(wantedPaths(['work/task_plan.md', 'work/findings.md'], 'work')).toContain('work/task_plan.md');
  });
});
