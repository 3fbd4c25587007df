import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../../test/support/plan-files.ts';

describe('OpenSpec', () => {
  const tasks =
    '## 1. Model\n\n- [x] 1.1 Add fields to `src/model.ts`\n\n```\n- [ ] 9.9 counted by OpenSpec\n```\n\n## 2. Check\n\n* [X] 2.1 Run `npm test`\n';
  const base = 'openspec/changes';

  it('makes a unit of a change; changes wait for those they name', () => {
    const plan = planOf(
      {
        [`${base}/add-a/tasks.md`]: tasks,
        [`${base}/add-b/tasks.md`]: '- [x] 1.1 B\n',
        [`${base}/add-b/.openspec.yaml`]: 'dependsOn: [add-a]\n',
      },
      undefined,
      [`${base}/add-a/specs/search/spec.md`, 'openspec/project.md'],
    );
    expect(graphOf(plan)).toEqual(['add-a', 'add-b <- add-a']);
    expect(unitOf(plan, 'add-a')).toMatchObject({
      files: ['openspec/specs/search', 'src/model.ts'],
      gate: ['npm test'],
      steps: [{ done: true }, { done: true }],
      done: false,
    });
    expect(unitOf(plan, 'add-b').done).toBe(true);
    expect(plan.context).toEqual(['openspec/project.md']);
  });

  it('treats archived changes as done, and names those that were not given', () => {
    const plan = planOf(
      {
        [`${base}/add-c/tasks.md`]: '- [ ] 1.1 C\n',
        [`${base}/add-c/.openspec.yaml`]: 'dependsOn: [add-a, add-b, add-x]\n',
      },
      undefined,
      [`${base}/archive/2026-01-01-add-a/tasks.md`, `${base}/add-b/specs/search/spec.md`],
    );
    expect(plan.problems.map(({ message }) => message)).toEqual([
      `add-c depends on add-b: name ${base}/add-b too`,
      'add-c depends on add-x, which is not in this plan',
    ]);
  });

  it('reads the context of one change, and an archived one by its name', () => {
    const plan = planOf(
      { [`${base}/archive/2026-01-01-a/tasks.md`]: '## 1. A\n\n- [x] 1.1 b\n' },
      undefined,
      [`${base}/archive/2026-01-01-a/proposal.md`],
    );
    expect(plan).toMatchObject({
      format: 'openspec',
      units: [
        {
          id: '2026-01-01-a',
          done: true,
          prompt: `## 1. A\n\n- [x] 1.1 b\n\nRead for it: ${base}/archive/2026-01-01-a/proposal.md`,
        },
      ],
    });
  });

  it('takes no command that is to fail', () => {
    const plan = planOf({
      [`${base}/a/tasks.md`]:
        '- [ ] 1.1 Write it. Verify: `npm test` fails\n- [ ] 1.2 Run `npm run build`, fix all failures\n- [ ] 1.3 Confirm it fails: `npm run lint`\n',
    });
    expect(plan.units[0]?.gate).toEqual(['npm run build']);
  });
});
