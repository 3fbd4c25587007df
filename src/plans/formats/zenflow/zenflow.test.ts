import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../../test/support/plan-files.ts';
import type { Plan } from '../../../contract/plan.ts';

const glance = ({ units }: Plan) =>
  units.map(
    ({ id, title, kind, done }) => `${id} ${title}${kind === 'auto' ? '' : ` (${kind})`}${done ? ' x' : ''}`,
  );

describe('headings with boxes', () => {
  it.each([
    ['.zenflow/tasks/boat/plan.md', '### [x] Step: Hull\n\nCaulk it.\n\n### [ ] Step: Paint\n\nRed.\n'],
    ['docs/boat.md', '## [X] Hull\n\nCaulk it.\n\n## [ ] Paint\n\nRed.\n'],
    ['docs/boat.md', '#### [✓] Phase 1: Hull\n\nCaulk it.\n\n#### [>] Phase 2: Paint\n\nRed.\n'],
  ])('are the steps in %s', (path, steps) => {
    const read = planOf({ [path]: `# Boat\n\n## Configuration\n\n- **Path**: x\n\n${steps}` });
    expect(read.format).toBe('zenflow');
    expect(glance(read)).toEqual(['1 Hull x', '2 Paint']);
    expect(graphOf(read)).toEqual(['1', '2 <- 1']);
  });

  it('contain the text below them', () => {
    const read = planOf({
      '.zenflow/tasks/boat/plan.md':
        '# Boat\n\n## Workflow\n\n### [x] Step: Spec\n\n### [ ] Step: Build\n\n#### [x] Step: Hull\n\n- [x] caulk\n\n#### [ ] Step: Paint\n\n- [ ] red\n- [x] white\n',
    });
    expect(glance(read)).toEqual(['1 Spec x', '2 Hull x', '3 Paint']);
    expect(unitOf(read, '3').steps.map(({ done }) => done)).toEqual([false, true]);
  });
});
