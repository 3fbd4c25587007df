import { describe, expect, it } from 'vitest';
import { graphOf, planOf } from '../../../test/support/plan-files.ts';

describe('tables and drawings of stories', () => {
  const phases = ['Setup', 'Foundational', 'User Story 1 - A', 'User Story 2 - B', 'User Story 3 - C']
    .map((title, index) => `## Phase ${index + 1}: ${title}\n\n- [ ] T00${index + 1} do it\n\n`)
    .join('');
  const stories = (chapter: string) =>
    graphOf(planOf({ 'specs/001-x/tasks.md': `# Tasks\n\n${phases}## Dependencies\n\n${chapter}` })).slice(2);
  const byFirst = ['phase-3 <- phase-2', 'phase-4 <- phase-2', 'phase-5 <- phase-2 phase-3'];

  it.each([
    '```\nSetup (Phase 1)\n  └─> Foundational (Phase 2)\n        ├─> US1 (Phase 3)\n        │     └─> US3 (Phase 5)\n        └─> US2 (Phase 4)\n```\n',
    '```mermaid\ngraph TD\n  F[Foundational] --> US1\n  F --> US2\n  US1 --> US3\n```\n',
    '- Foundational → US1 → US3\n- Foundational → US2\n',
    '```\nUS1\n ↓\nUS3\n```\n',
    '| Story | Depends on |\n|---|---|\n| US1 | Foundational |\n| US2 | None |\n| US3 | Foundational + US1 |\n',
    '- **US3**: US1 に依存\n',
    '### Story Dependencies\n\n- **ユーザーストーリー 3**: ユーザーストーリー 1 の完了後\n',
  ])('say what a story waits for: %j', (chapter) => expect(stories(chapter)).toEqual(byFirst));

  it.each(['US3 → US1 might come later\n', '- US1 → done\n', 'Nothing to draw.\n'])(
    'say nothing where they are none: %j',
    (chapter) =>
      expect(stories(chapter)).toEqual(['phase-3 <- phase-2', 'phase-4 <- phase-2', 'phase-5 <- phase-2']),
  );
});

describe('tables and drawings of tasks', () => {
  const headings = [1, 2, 3].map((id) => `### Task ${id}: Part ${id}\n\nx\n\n`).join('');
  const read = (chapter: string) => graphOf(planOf({ 'docs/plan.md': `# A Plan\n\n${headings}${chapter}` }));

  it.each([
    '## Dependency Graph\n\n```\nTask 1 → Task 3\nTask 2 (independent)\n```\n',
    '## Task Dependencies\n\n| Task | Depends on |\n|---|---|\n| Task 1 | — |\n| Task 2 | none |\n| Task 3 | Task 1 |\n',
    '## 依赖关系\n\n- 任务 2：无\n- 任务 3 依赖 任务 1\n',
    '## Dependencies\n\n- Task 2: None\n- Task 3: Task 1\n',
    '## Dependencies\n\n```\nTask 3 --> Task 1\n```\n\n- Task 2: None\n',
  ])('hold for headings too: %j', (chapter) => expect(read(chapter)).toEqual(['1', '2', '3 <- 1']));

  it('keep the document order of tasks that they do not mention', () =>
    expect(read('## Dependencies\n\n- Task 3 depends on Task 2\n')).toEqual(['1', '2 <- 1', '3 <- 2']));
});

describe("the roadmap of GSD's phases", () => {
  const plan = (phase: string) => ({
    [`.planning/phases/${phase}/${phase.slice(0, 2)}-01-PLAN.md`]: `---\nphase: ${phase}\nplan: 01\nwave: 1\ndepends_on: []\n---\n<tasks>\n<task type="auto"><name>a</name></task>\n</tasks>\n`,
  });
  const read = (roadmap: string) =>
    graphOf(planOf({ ...plan('01-a'), ...plan('02-b'), ...plan('03-c'), '.planning/ROADMAP.md': roadmap }));

  it.each([
    '- [ ] **Phase 1: A**\n- [ ] **Phase 2: B** (depends on: 1)\n- [ ] **Phase 3: C** (depends on Phase 1)\n',
    '| Phase | Name | Depends on |\n|---|---|---|\n| 1 | A | — |\n| 2 | B | 1 |\n| 3 | C | Phase 1 |\n',
    '### Phase 2: B\n\n**Depends on**: 1\n\n### Phase 3: C\n\n**Depends on**: Phase 1 (its types)\n',
  ])('says the order in entries, rows and chapters: %j', (roadmap) =>
    expect(read(`# Roadmap\n\n${roadmap}`)).toEqual(['01-01', '02-01 <- 01-01', '03-01 <- 01-01']),
  );

  it('leaves phases in the order of their numbers where it does not say', () =>
    expect(read('# Roadmap\n\n- [ ] **Phase 1: A**\n- [ ] **Phase 2: B**\n')).toEqual([
      '01-01',
      '02-01 <- 01-01',
      '03-01 <- 02-01',
    ]));
});
