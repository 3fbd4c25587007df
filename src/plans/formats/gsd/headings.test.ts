import { describe, expect, it } from 'vitest';
import { marked } from '../../../../test/support/mark-plan.ts';
import { planOf, graphOf } from '../../../../test/support/plan-files.ts';

describe('GSD with Markdown headings', () => {
  const path = '.planning/phases/01-kiln/01-01-PLAN.md';
  const front = '---\nphase: 01-kiln\nplan: 01\ntype: execute\nwave: 1\ndepends_on: []\n---\n\n';

  it.each([
    [
      '### Task 1: Sensor\n\n**Files:** `src/a.ts`\n\n### Task 2: Look\n\n**Type:** checkpoint:human-verify\n',
      ['auto Sensor', 'verify Look'],
    ],
    ['1. Sensor in `src/a.ts`\n2. Display\n', ['auto Sensor in src/a.ts', 'auto Display']],
    ['- [ ] Sensor\n- [ ] Manually test the dial\n', ['auto Sensor', 'verify Manually test the dial']],
  ])('has its tasks as steps: %j', (tasks, steps) => {
    const text = `${front}# Kiln\n\n## Objective\n\nKeep the heat.\n\n## Tasks\n\n${tasks}\n## Verification\n\n- [ ] \`npm test\` passes\n\n## Success Criteria\n\n- It is warm\n`;
    const [unit] = planOf({ [path]: text }).units;
    expect(unit?.steps.map(({ kind, title }) => `${kind} ${title}`)).toEqual(steps);
    expect(unit).toMatchObject({
      id: '01-01',
      title: 'Keep the heat.',
      gate: ['npm test'],
      acceptance: ['It is warm'],
    });
  });

  it('writes a summary and ticks the roadmap', () => {
    const documents = {
      [path]: `${front}# Kiln\n\n## Task 1: Sensor\n\nx\n\n## Task 2: Display\n\ny\n`,
      '.planning/ROADMAP.md': '# Roadmap\n\n- [ ] 01-01: Kiln\n',
    };
    const after = marked(documents, '01-01');
    expect(after['.planning/ROADMAP.md']).toContain('- [x] 01-01: Kiln');
    expect(Object.keys(after)).toContain('.planning/phases/01-kiln/01-01-SUMMARY.md');
  });
});

describe("GSD's plans with headings", () => {
  it('are one unit each, done when their summary is there', () => {
    const text = (title: string, said: string) =>
      `# Plan: ${title}\n\n${said}\n\n## Tasks\n\n### Task 1: Read\n\n**Files:** \`src/${title}.js\`\n\n### Task 2: Show\n\nRun: \`npm test\`\nExpected: PASS\n`;
    const read = planOf(
      {
        '.planning/phases/01-a/01-01-PLAN.md': text('a', ''),
        '.planning/phases/01-a/01-02-PLAN.md': text('b', '**Depends on:** 01-01'),
        '.planning/phases/02-c/02-01-PLAN.md': text('c', ''),
      },
      undefined,
      ['.planning/phases/01-a/01-01-SUMMARY.md'],
    );
    expect(read.format).toBe('gsd');
    expect(graphOf(read)).toEqual(['01-01', '01-02 <- 01-01', '02-01 <- 01-02']);
    expect(read.units.map(({ done, steps, gate }) => [done, steps.length, gate])).toEqual([
      [true, 2, ['npm test']],
      [false, 2, ['npm test']],
      [false, 2, ['npm test']],
    ]);
  });
});
