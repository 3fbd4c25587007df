import { describe, expect, it } from 'vitest';
import { wantedFiles } from './wanted-files.ts';

const listing = [
  'README.md',
  'docs/plans/panel.md',
  'docs/plans/other.md',
  'docs/plan-outputs/panel/status.json',
  'docs/plans/summary/plan.md',
  'docs/plans/summary/task-01-a.md',
  'docs/plans/summary/task-10-c.md',
  'docs/plans/summary/task-2-b.md',
  '.planning/ROADMAP.md',
  '.planning/phases/01-a/01-01-PLAN.md',
  '.planning/phases/01-a/01-01-SUMMARY.md',
  '.planning/phases/01-a/01-02-PLAN.md',
  'openspec/changes/add-a/tasks.md',
  'openspec/changes/add-a/.openspec.yaml',
  'openspec/changes/archive/2026-01-01-old/tasks.md',
  '.kiro/specs/x/tasks.md',
  '.kiro/specs/x/spec.json',
  'backlog/tasks/task-1 - A.md',
  'backlog/config.yml',
  '.moai/specs/SPEC-A-1/spec.md',
  '.moai/specs/SPEC-A-1/plan.md',
  '.moai/specs/SPEC-A-1/acceptance.md',
  'out/sprint-status.yaml',
  'docs/stories/1-1-a.md',
  'notes/a.md',
  'notes/b.md',
  'src/x.ts',
];

function wanted(...asked: string[]): unknown {
  const found = wantedFiles(listing, asked);
  return found.ok ? found.value : found.error;
}

describe('wanted files', () => {
  it.each([
    ['docs/plans/panel.md', ['docs/plans/panel.md', 'docs/plan-outputs/panel/status.json']],
    [
      './docs/plans/summary/',
      [
        'docs/plans/summary/task-01-a.md',
        'docs/plans/summary/plan.md',
        'docs/plans/summary/task-2-b.md',
        'docs/plans/summary/task-10-c.md',
      ],
    ],
    [
      'docs/plans/summary/plan.md',
      [
        'docs/plans/summary/plan.md',
        'docs/plans/summary/task-01-a.md',
        'docs/plans/summary/task-2-b.md',
        'docs/plans/summary/task-10-c.md',
      ],
    ],
    [
      '.planning',
      ['.planning/phases/01-a/01-01-PLAN.md', '.planning/ROADMAP.md', '.planning/phases/01-a/01-02-PLAN.md'],
    ],
    ['openspec', ['openspec/changes/add-a/tasks.md', 'openspec/changes/add-a/.openspec.yaml']],
    ['.kiro/specs/x', ['.kiro/specs/x/tasks.md', '.kiro/specs/x/spec.json']],
    ['backlog', ['backlog/tasks/task-1 - A.md', 'backlog/config.yml']],
    [
      '.moai',
      ['.moai/specs/SPEC-A-1/plan.md', '.moai/specs/SPEC-A-1/spec.md', '.moai/specs/SPEC-A-1/acceptance.md'],
    ],
    ['out', ['out/sprint-status.yaml', 'docs/stories/1-1-a.md']],
    ['notes', ['notes/a.md', 'notes/b.md']],
  ])('of %s', (asked, expected) => expect(wanted(asked)).toEqual(expected));

  it('takes several documents, each once', () => {
    expect(wanted('notes/b.md', 'notes/a.md', 'notes/b.md')).toEqual(['notes/b.md', 'notes/a.md']);
  });

  it('names missing files and suggests similar ones', () => {
    expect(wanted('plans/panel.md')).toMatchObject({
      code: 'not_found',
      next: 'Did you mean docs/plans/panel.md?',
    });
    expect(wanted('src')).toMatchObject({ code: 'not_found', message: 'no plan was found in src' });
    expect(wanted('nowhere')).toMatchObject({ message: 'nowhere is not in the repository' });
  });
});

describe('a roadmap', () => {
  it('is read beside plans of GSD, not beside every PLAN.md', () => {
    const listing = ['PLAN.md', 'ROADMAP.md', '.planning/ROADMAP.md', '.planning/phases/01-a/01-01-PLAN.md'];
    expect(wantedFiles(listing, ['PLAN.md'])).toEqual({ ok: true, value: ['PLAN.md'] });
    expect(wantedFiles(listing, ['.planning/phases'])).toEqual({
      ok: true,
      value: ['.planning/phases/01-a/01-01-PLAN.md', '.planning/ROADMAP.md'],
    });
  });
});
