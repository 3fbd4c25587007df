import { describe, expect, it } from 'vitest';
import { wantedFiles } from './wanted-files.ts';

describe('a repository without other plans', () => {
  it.each([
    '.tickets/k-1.md',
    'todos/001-ready-p1-kiln.md',
    '.trae/specs/kiln/tasks.md',
    'work/task_plan.md',
  ])('is read by its %s', (path) =>
    expect(wantedFiles(['README.md', path], ['.'])).toMatchObject({ ok: true, value: [path] }),
  );

  it('reports that it contains no plan', () =>
    expect(wantedFiles(['README.md'], ['.'])).toMatchObject({
      error: { message: 'no plan was found in .' },
    }));
});
