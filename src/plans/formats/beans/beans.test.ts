import { describe, expect, it } from 'vitest';
import { allMarked } from '../../../../test/support/mark-plan.ts';
import { graphOf, planOf, unitOf } from '../../../../test/support/plan-files.ts';
import { wantedFiles } from '../../wanted-files.ts';

const bean = (id: string, fields: string, body = '') => `---\n# ${id}\n${fields}\n---\n\n${body}`;
const task = (title: string, more = '') => `title: ${title}\nstatus: todo\ntype: task\n${more}`.trimEnd();

describe('beans', () => {
  it('has a unit for each bean, with its boxes and gates', () => {
    const plan = planOf({
      '.beans/kiln-a1b2--fire-it.md': bean(
        'kiln-a1b2',
        task('Fire it'),
        '## Acceptance Criteria\n\n- [ ] `npm test` passes\n',
      ),
      '.beans/kiln-c3d4--cool-it.md': bean('kiln-c3d4', 'title: Cool it\nstatus: completed\ntype: bug'),
    });
    expect(plan.format).toBe('beans');
    expect(plan.units.map(({ id, title, done }) => [id, title, done])).toEqual([
      ['kiln-a1b2', 'Fire it', false],
      ['kiln-c3d4', 'Cool it', true],
    ]);
    expect(unitOf(plan, 'kiln-a1b2').gate).toEqual(['npm test']);
  });

  it('waits by either end of a link, and for the parts of a parent', () => {
    const plan = planOf({
      '.beans/k-1--one.md': bean('k-1', task('One', 'blocking:\n  - k-2\n')),
      '.beans/k-2--two.md': bean('k-2', task('Two')),
      '.beans/k-3--three.md': bean('k-3', task('Three', 'blocked_by: [k-9]\n')),
      '.beans/k-4--four.md': bean('k-4', task('Four', 'parent: k-9\n')),
      '.beans/k-5--five.md': bean('k-5', task('Five', 'parent: k-8\n')),
      '.beans/k-8--part.md': bean('k-8', 'title: Part\nstatus: todo\ntype: feature\nparent: k-9'),
      '.beans/k-9--all.md': bean('k-9', 'title: All\nstatus: todo\ntype: epic'),
    });
    expect(graphOf(plan)).toEqual(['k-1', 'k-2 <- k-1', 'k-3 <- k-5 k-4', 'k-4', 'k-5']);
    expect(plan.problems.map(({ code }) => code)).toContain('skipped_epics');
  });

  it('skips scrapped and draft beans, and does not wait for them', () => {
    const plan = planOf({
      '.beans/k-1--one.md': bean('k-1', task('One', 'blocked_by: [k-2, k-3]\n')),
      '.beans/k-2--two.md': bean('k-2', 'title: Two\nstatus: scrapped\ntype: task'),
      '.beans/k-3--three.md': bean('k-3', 'title: Three\nstatus: draft\ntype: task'),
    });
    expect(graphOf(plan)).toEqual(['k-1']);
  });

  it('marks every unit as completed', () => {
    const documents = {
      '.beans/k-1--one.md': bean('k-1', task('One')),
      '.beans/k-2--two.md': bean('k-2', task('Two')),
    };
    const marked = allMarked(documents);
    expect(marked['.beans/k-1--one.md']).toContain('status: completed');
  });

  it('is found in a directory without its archive', () => {
    const listing = ['.beans/k-1--one.md', '.beans/archive/k-0--old.md', 'README.md'];
    expect(wantedFiles(listing, ['.'])).toEqual({ ok: true, value: ['.beans/k-1--one.md'] });
  });
});
