import { describe, expect, it } from 'vitest';
import { graphOf, planOf } from '../../../../test/support/plan-files.ts';

describe("GSD's phases", () => {
  const file = (phase: string, plan: string, needs = '') =>
    `---\nphase: ${phase}\nplan: ${plan}\ntype: execute\nwave: 1\ndepends_on: [${needs}]\n---\n\n<tasks><task type="auto"><name>T</name></task></tasks>\n`;
  const plans = {
    '.planning/phases/01-a/01-01-PLAN.md': file('01-a', '01'),
    '.planning/phases/01-a/01-02-PLAN.md': file('01-a', '02', '01-01'),
    '.planning/phases/02-b/02-01-PLAN.md': file('02-b', '01'),
    '.planning/phases/03-c/03-01-PLAN.md': file('03-c', '01'),
  };
  const roadmap = (third: string) =>
    `# Roadmap\n\n### Phase 1: A\n**Depends on**: Nothing\n\n### Phase 2: B\n**Depends on**: Phase 1\n\n### Phase 3: C\n**Depends on**: ${third}\n`;

  it('follow each other by number where there is no roadmap', () =>
    expect(graphOf(planOf(plans))).toEqual(['01-01', '01-02 <- 01-01', '02-01 <- 01-02', '03-01 <- 02-01']));

  it.each([
    ['Phase 1', '03-01 <- 01-02'],
    ['Phases 1 and 2', '03-01 <- 01-02 02-01'],
    ['Nothing (can start at once)', '03-01'],
  ])('follow the roadmap: %s', (third, last) =>
    expect(graphOf(planOf({ ...plans, '.planning/ROADMAP.md': roadmap(third) })).at(-1)).toBe(last),
  );
});
