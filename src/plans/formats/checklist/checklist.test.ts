import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../../test/support/plan-files.ts';

describe('a plan in chapters', () => {
  const titles = (text: string, path = 'IMPLEMENTATION_PLAN.md') =>
    planOf({ [path]: text }).units.map(({ id, title }) => `${id} ${title}`);

  it('takes phases for the work where only a list behind them has boxes', () => {
    const plan = planOf({
      'IMPLEMENTATION_PLAN.md':
        '# Kiosk - Implementation Plan\n\n## Steps\n\n### Phase 1: Ground\n\n1. Dig\n\n### Phase 2: Walls\n\n1. Lay\n\n## Release checklist\n\n- [ ] It stands\n- [ ] It is open\n',
    });
    expect(graphOf(plan)).toEqual(['1', '2 <- 1']);
    expect(plan.problems).toMatchObject([{ code: 'skipped_boxes', line: 15 }]);
  });

  it('takes boxes for the work where phases have some', () => {
    expect(titles('# A plan\n\n## Phase 1: Ground\n\n- [ ] dig\n\n## Phase 2: Walls\n\n- [ ] lay\n')).toEqual(
      ['1 dig', '2 lay'],
    );
  });

  it('does not take numbered chapters for steps beside those that are called so', () => {
    expect(
      titles(
        '# Kiosk v1 Implementation Plan\n\n## 1. Product idea\n\nx\n\n## 2. Look\n\ny\n\n## 3. Milestones\n\n### Milestone 1: Ground\n\na\n\n### Milestone 2: Walls\n\nb\n',
      ),
    ).toEqual(['1 Ground', '2 Walls']);
    expect(titles('# Plan\n\n## 1. First\n\n### M0 — Ground\n\na\n\n### M1 — Walls\n\nb\n')).toEqual([
      '0 Ground',
      '1 Walls',
    ]);
  });

  it('takes phases for the work where few of them have boxes', () => {
    const plan = planOf({
      'IMPLEMENTATION_PLAN.md':
        '# Kiosk Implementation Plan\n\n## Phase 1: Ground (COMPLETED - May)\n\n1. Dig\n\n## Phase 2: Walls\n\n1. [x] Lay\n2. [ ] Paint\n\n## Phase 3: Roof\n\nx\n\n## Next Steps\n\n1. [ ] Paint\n',
    });
    expect(plan.units.map(({ id, done, steps }) => [id, done, steps.length])).toEqual([
      ['1', true, 0],
      ['2', false, 2],
      ['3', false, 0],
    ]);
  });

  it('reads the status of a stage', () => {
    const stage = (name: string, status: string) =>
      `## Stage ${name}\n\n**Goal**: x\n**Success Criteria**: y\n**Status**: ${status}\n\n`;
    const plan = planOf({
      'IMPLEMENTATION_PLAN.md': `# Plan\n\n${stage('1: A', 'Complete')}${stage('2: B', 'Not Started')}${stage('3: C', '已完成')}`,
    });
    expect(plan.units.map(({ done }) => done)).toEqual([true, false, true]);
  });

  it('goes by weeks where nothing else is called a step', () => {
    const weeks = '## Week 1-2: Ground\n\na\n\n## Week 3: Walls\n\nb\n';
    expect(titles(`# Roadmap\n\n${weeks}`)).toEqual(['1 2: Ground', '3 Walls']);
    expect(titles(`# Roadmap\n\n${weeks}\n## Phase 1: A\n\na\n\n## Phase 2: B\n\nb\n`)).toEqual([
      '1 A',
      '2 B',
    ]);
  });

  it('reads an implementation guide as a plan, and its last list as acceptance criteria', () => {
    expect(
      titles(
        '# Kiosk: an implementation guide\n\n## Phase 0: A\n\na\n\n## Phase 1: B\n\nb\n\n## Appendix: Definition of Done Checklist\n\n- [ ] x\n',
        'docs/kiosk.md',
      ),
    ).toEqual(['0 A', '1 B']);
  });

  it('makes a unit of each section whose boxes are results', () => {
    const plan = planOf({
      'IMPLEMENTATION_PLAN.md':
        '# Kiosk\n\n## Part A\n\n### §1.1. Ground\n\nDig in `src/ground.ts`.\n\n**Acceptance criteria:**\n- [x] It is deep\n- [x] It is dry\n\n### §1.2. Walls\n\n**Acceptance criteria (one of):**\n\n**Brick:**\n- [ ] They are red\n\n### §1.3. Roof\n\nAcceptance criteria:\n\n- [ ] It is tight\n',
    });
    expect(plan.units.map(({ id, title, done, steps }) => [id, title, done, steps.length])).toEqual([
      ['1.1', 'Ground', true, 2],
      ['1.2', 'Walls', false, 1],
      ['1.3', 'Roof', false, 1],
    ]);
  });

  it('leaves out boxes below a label for criteria where others are the work', () => {
    const plan = planOf({
      'docs/x.md':
        '# Kiosk\n\n## Ground\n\n**Tasks:**\n\n- [ ] Dig\n- [ ] Fill\n\n**Acceptance criteria:**\n\n- [ ] It is flat\n',
    });
    expect(plan.units.map(({ title }) => title)).toEqual(['Dig', 'Fill']);
    expect(unitOf(plan, '2').depends_on).toEqual(['1']);
    expect(plan.problems).toMatchObject([{ code: 'skipped_boxes', line: 12 }]);
  });
});

describe('boxes that are called tasks', () => {
  it('have their numbers, files and commands', () => {
    const plan = planOf({
      'docs/tasks.md':
        '# Tasks: Kiosk\n\n- [x] Task 3: Ground\n  - Verify: `npm test` succeeds.\n  - Files: `src/a.ts`, `package.json`.\n\n- [ ] Task 7: Walls (depends on Task 3)\n',
    });
    expect(graphOf(plan)).toEqual(['3', '7 <- 3']);
    expect(unitOf(plan, '3')).toMatchObject({
      title: 'Ground',
      done: true,
      gate: ['npm test'],
      files: ['src/a.ts', 'package.json'],
    });
  });
});

describe('documents that are not plans', () => {
  it.each([
    [
      'what is to be asked',
      '# Cache design\n\nWords.\n\n## Open questions\n\n- [ ] How large?\n- [x] Where?\n',
    ],
    [
      'what comes after a review',
      '# Review of the cache\n\n## Findings\n\nNone.\n\n## Next steps\n\n- [ ] Look again\n',
    ],
    [
      'what a retrospective ends with',
      '# Session Retrospective\n\n## Next Steps\n\n- [ ] a\n\n## Writing Checklist\n\n- [x] b\n',
    ],
    [
      'what must be there before',
      '# Setup\n\n## Prerequisites\n\n- [ ] A shell\n\n## Verification\n\n- [ ] It runs\n',
    ],
  ])('are refused: %s', (_name, text) => {
    expect(() => planOf({ 'docs/x.md': text })).toThrow('not a plan');
  });

  it.each([
    ['# Review fixes\n\n## Next steps\n\n- [ ] a\n'],
    ['# Cache design\n\n## Tasks\n\n- [ ] a\n'],
    ['# Cache\n\n## Next steps\n\n- [ ] a\n'],
    ['# Release checklist\n\n- [ ] a\n'],
  ])('but %j is one', (text) => {
    expect(planOf({ 'docs/x.md': text }).units).toHaveLength(1);
  });
});
