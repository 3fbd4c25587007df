import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../../test/support/plan-files.ts';

describe('Spec Kit', () => {
  const path = 'specs/003-search/tasks.md';
  const text = `# Tasks: Search

**Input**: Design documents from \`/specs/003-search/\`

## Format: \`[ID] [P?] [Story] Description\`

- **[P]**: Can run in parallel

## Phase 1: Setup

- [x] T001 Create src/index.ts
- [X] T002 [P] Add a linter

## Phase 2: Foundational (Blocking)

- [ ] T003 Tokenizer in src/tokens.ts

## Phase 3: User Story 1 – Find (Priority: P1)

**Independent Test**: searching finds

### Tests for User Story 1

- [ ] T004 [US1] [P] Test in tests/find.test.ts

### Implementation

- [ ] T005 [US1] Search in src/find.ts (depends on T003, T004)

## Phase 4: User Story 2 – Rank (Priority: P2)

- [ ] T006 [P] [US2] Rank in src/rank.ts
- [ ] T007 [US2] Use src/find.ts (depends on T005)

## Phase 5: Polish

- [ ] T008 Run all tests (\`npm test\`)

## Dependencies & Execution Order

- [P] tasks: no dependencies
`;

  it('makes a unit of a phase; stories go side by side unless they name each other', () => {
    const plan = planOf({ [path]: text }, undefined, ['specs/003-search/plan.md']);
    expect(plan).toMatchObject({
      format: 'spec_kit',
      title: 'Search',
      context: ['specs/003-search/plan.md'],
    });
    expect(graphOf(plan)).toEqual([
      'phase-1',
      'phase-2 <- phase-1',
      'phase-3 <- phase-2',
      'phase-4 <- phase-2 phase-3',
      'phase-5 <- phase-3 phase-4',
    ]);
    expect(graphOf(planOf({ [path]: text.replace('(depends on T005)', '') }))[3]).toBe('phase-4 <- phase-2');
    expect(plan.units.map(({ done }) => done)).toEqual([true, false, false, false, false]);
    expect(unitOf(plan, 'phase-3')).toMatchObject({
      files: ['tests/find.test.ts', 'src/find.ts'],
      steps: [{}, {}],
      acceptance: ['searching finds'],
    });
    expect(unitOf(plan, 'phase-5').gate).toEqual(['npm test']);
  });

  it('reads a chapter of dependencies between numbered phases and tasks', () => {
    const phases = (...more: string[]) =>
      ['Types', 'Store', 'Queue', 'Page', 'Trial']
        .map((name, index) => `## Phase ${index + 1}: ${name}\n\n- [ ] T00${index + 1} Do ${name}\n`)
        .concat('## Dependencies & Execution Order\n', ...more)
        .join('\n');
    const graph = (...more: string[]) => graphOf(planOf({ [path]: phases(...more) }));
    expect(
      graph(
        '- **Phase 1 (Types)**: No dependencies',
        '- **Phase 2 (Store)**: Can start in parallel with Phase 1',
        '3. **Phase 3**: Depends on Phase 2 (its rows) - independent of Phase 1',
        '- **Phase 4 (Page)**: Depends on Phases 1 and 3',
      ),
    ).toEqual([
      'phase-1',
      'phase-2',
      'phase-3 <- phase-2',
      'phase-4 <- phase-1 phase-3',
      'phase-5 <- phase-4',
    ]);
    expect(graph('- **Phase 3 (Queue)**: Depends on Phase 1', '- T004 depends on T002')).toEqual([
      'phase-1',
      'phase-2 <- phase-1',
      'phase-3 <- phase-1',
      'phase-4 <- phase-2 phase-3',
      'phase-5 <- phase-4',
    ]);
    expect(graph('- **Phase 5**: Depends on all stories', '- **Phase 3+**: Depends on Phase 1')).toEqual([
      'phase-1',
      'phase-2 <- phase-1',
      'phase-3 <- phase-2',
      'phase-4 <- phase-3',
      'phase-5 <- phase-4',
    ]);
  });

  it('takes an independent test that is one command as gate', () => {
    const plan = planOf({ [path]: text.replace('searching finds', '`E2E=1 npx playwright test a.spec.ts`') });
    expect(unitOf(plan, 'phase-3').gate).toEqual(['E2E=1 npx playwright test a.spec.ts']);
  });

  it('is detected by its boxes if its path says nothing', () => {
    expect(planOf({ 'todo.md': text }).format).toBe('spec_kit');
  });
});

describe('Spec Kit in other shapes', () => {
  it('calls phases as the document does, in its language', () => {
    const plan = planOf({
      'specs/001-x/tasks.md':
        '# Tasks\n\n## フェーズ1：基盤\n\n- [ ] **T001** a\n\n## WP02: Screens\n\n- [ ] T002: b\n\n## User Story 3 - Upload\n\n- [ ] T003 c\n\n## Rest\n\n- [ ] T004 d\n- [ ] Look at it\n  - [ ] closely\n',
    });
    expect(plan.units.map(({ id, title }) => [id, title])).toEqual([
      ['phase-1', '基盤'],
      ['WP02', 'WP02: Screens'],
      ['US3', 'User Story 3 - Upload'],
      ['T004', 'Rest'],
    ]);
    expect(plan.problems).toMatchObject([
      {
        severity: 'note',
        code: 'skipped_boxes',
        line: 18,
        message: '1 box left out, without an id like T001',
      },
    ]);
  });
});

describe('phases that all others need', () => {
  it('are no stories, whatever the tags of their tasks', () => {
    const plan = planOf({
      'specs/001-x/tasks.md':
        '# Tasks: X\n\n## Phase 1: 基盤\n\n- [ ] T001 [US1] a\n- [ ] T002 [US1] b\n\n## Phase 2: Form (US2)\n\n- [ ] T003 [US2] c\n\n## Phase 3: Sending\n\n- [ ] T004 [US6] d\n\n## Phase 4: Polish\n\n- [ ] T005 [US6] e\n',
    });
    expect(graphOf(plan)).toEqual([
      'phase-1',
      'phase-2 <- phase-1',
      'phase-3 <- phase-1',
      'phase-4 <- phase-2 phase-3',
    ]);
  });
});
