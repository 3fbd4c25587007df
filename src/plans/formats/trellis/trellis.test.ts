import { describe, expect, it } from 'vitest';
import { allMarked } from '../../../../test/support/mark-plan.ts';
import { graphOf, planOf, unitOf, wantedPaths } from '../../../../test/support/plan-files.ts';

describe('Trellis', () => {
  const json = (name: string, more: object = {}) =>
    JSON.stringify({ id: name, name, title: `Title of ${name}`, status: 'planning', ...more }, null, 2);
  const prd =
    '# Kiln\n\n## Requirements\n\n- x\n\n## Acceptance Criteria\n\n- [ ] `npm test` passes\n- [ ] It is warm\n';

  it('has a unit for each task, with the requirements of its prd.md', () => {
    const read = planOf({
      '.trellis/tasks/11-01-kiln/task.json': json('kiln', { relatedFiles: ['src/kiln.ts'] }),
      '.trellis/tasks/11-01-kiln/prd.md': prd,
      '.trellis/tasks/11-02-dial/task.json': json('dial', { status: 'completed' }),
      '.trellis/tasks/11-03-lamp/task.json': json('lamp', { status: 'cancelled' }),
    });
    expect(read.format).toBe('trellis');
    expect(read.units.map(({ id, done }) => [id, done])).toEqual([
      ['11-01-kiln', false],
      ['11-02-dial', true],
    ]);
    expect(unitOf(read, '11-01-kiln')).toMatchObject({
      title: 'Title of kiln',
      gate: ['npm test'],
      acceptance: ['npm test passes', 'It is warm'],
      files: ['src/kiln.ts'],
    });
  });

  it('has a task wait for its children, by either end', () => {
    const read = planOf(
      {
        '.trellis/tasks/a/task.json': json('a', { children: ['b'], depends_on: ['old'] }),
        '.trellis/tasks/b/task.json': json('b'),
        '.trellis/tasks/c/task.json': json('c', { parent: '.trellis/tasks/a' }),
      },
      undefined,
      ['.trellis/tasks/archive/2026-10/old/task.json'],
    );
    expect(graphOf(read)).toEqual(['a <- b c', 'b', 'c']);
    expect(read.problems).toEqual([]);
  });

  it('marks the status of task.json alone', () => {
    const documents = {
      '.trellis/tasks/kiln/task.json': json('kiln', { notes: 'Größe' }),
      '.trellis/tasks/kiln/prd.md': prd,
    };
    const after = allMarked(documents);
    expect(after).toEqual({
      ...documents,
      '.trellis/tasks/kiln/task.json': documents['.trellis/tasks/kiln/task.json'].replace(
        'planning',
        'completed',
      ),
    });
    expect(planOf(after).units[0]?.done).toBe(true);
  });

  it('skips archived tasks', () => {
    const listing = [
      '.trellis/tasks/a/task.json',
      '.trellis/tasks/a/prd.md',
      '.trellis/tasks/archive/2026-10/b/task.json',
    ];
    expect(wantedPaths(listing, '.')).toEqual(['.trellis/tasks/a/task.json', '.trellis/tasks/a/prd.md']);
    expect(wantedPaths(listing, '.trellis/tasks/a/prd.md')).toEqual([
      '.trellis/tasks/a/prd.md',
      '.trellis/tasks/a/task.json',
    ]);
  });
});
