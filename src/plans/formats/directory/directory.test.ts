import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../../test/support/plan-files.ts';

describe('directory plan', () => {
  const task = (id: string, more: string, body = '') =>
    `---\nid: ${id}\ntitle: ${id}\nplan: plan.md\n${more}---\n${body}`;
  const folder = 'docs/plans/summary';

  it('makes a unit of a task file, with its sections', () => {
    const plan = planOf({
      [`${folder}/plan.md`]: '# Summary of models\n\n**Goal:** One line\n\n- [ ] a box of the overview\n',
      [`${folder}/task-01-contract.md`]: task('01-contract', 'status: complete\nwave: 1\ndepends_on: []\n'),
      [`${folder}/task-02-screen.md`]: task(
        '02-screen',
        'status: pending\nwave: 2\ndepends_on: [01-contract]\n',
        '## Acceptance\n\n- It shows\n\n## Verification\n\n```bash\n# all\npnpm test -- screen\n```\n\n## Files likely touched\n\n- `src/screen.tsx`\n- src/model.ts\n',
      ),
      [`${folder}/task-10-end.md`]: task(
        '10-end',
        'status: pending\nwave: 3\ndepends_on:\n  - 1\n  - task-02-screen.md\n',
      ),
    });
    expect(plan).toMatchObject({ format: 'directory', title: 'Summary of models', goal: 'One line' });
    expect(graphOf(plan)).toEqual([
      '01-contract',
      '02-screen <- 01-contract',
      '10-end <- 01-contract 02-screen',
    ]);
    expect(unitOf(plan, '01-contract').done).toBe(true);
    expect(unitOf(plan, '02-screen')).toMatchObject({
      declared_wave: 2,
      acceptance: ['It shows'],
      gate: ['pnpm test -- screen'],
      files: ['src/screen.tsx', 'src/model.ts'],
    });
  });
});

describe('directory plan without front matter', () => {
  const task = (number: string, needs: string) =>
    `# Task ${number} — The chip\n\n**Phase:** One · **Depends on:** ${needs} · **Owns:** a\n\nWords.\n\n## Verification Commands\n\n\`\`\`\nnpm test\n\`\`\`\n\n## Review\n\n- [ ] Small\n`;

  it('is detected by names and headings; dependencies are in the text', () => {
    const plan = planOf({
      'Tasks/Task-1-1.md': task('1-1', 'none'),
      'Tasks/Task-1-2.md': task('1-2', 'Task 1-1'),
    });
    expect(plan.format).toBe('directory');
    expect(graphOf(plan)).toEqual(['1-1', '1-2 <- 1-1']);
    expect(unitOf(plan, '1-2')).toMatchObject({
      title: 'The chip',
      gate: ['npm test'],
      steps: [{ title: 'Small' }],
    });
    const alone = planOf({ 'Tasks/Task-1-2.md': task('1-2', 'Task 1-1') }, undefined, ['Tasks/Task-1-1.md']);
    expect(alone.problems).toMatchObject([
      { code: 'dependency_not_named', message: '1-2 depends on 1-1: name Tasks/Task-1-1.md too' },
    ]);
  });

  it('is detected by front matter with dependencies', () => {
    const text = (title: string, needs: string) =>
      `---\ntitle: ${title}\nowner: fe\ndepends_on: [${needs}]\n---\n# ${title}\n\n## Goal\nx\n`;
    const plan = planOf({ 'w/01-api.md': text('Api', ''), 'w/02-page.md': text('Page', '01-api.md') });
    expect(plan.format).toBe('directory');
    expect(graphOf(plan)).toEqual(['01-api', '02-page <- 01-api']);
    const alone = planOf({ 'w/02-page.md': text('Page', '01-api.md, 3') }, undefined, [
      'w/01-api.md',
      'v/03-end.md',
    ]);
    expect(alone.problems.map(({ message }) => message)).toEqual([
      '02-page depends on 01-api.md: name w/01-api.md too',
      '02-page depends on 3, which is not in this plan',
    ]);
    const done = text('Page', '01-api.md, 3').replace('owner: fe', 'status: done');
    const over = planOf({ 'w/02-page.md': done }, undefined, ['w/01-api.md']);
    expect(over.problems).toMatchObject([{ severity: 'note', code: 'unknown_dependency' }]);
    const whole = '---\ntitle: P\ndepends_on: [x]\n---\n# P Plan\n\n## Task 1: A\n\nx\n\n## Task 2: B\n\nx\n';
    expect(planOf({ 'docs/p.md': whole }).format).toBe('superpowers');
  });
});
