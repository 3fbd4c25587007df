import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../test/support/plan-files.ts';

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

  it('takes what the chapter of dependencies says by numbers of phases and tasks', () => {
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

  it('is known by its boxes where its place says nothing', () => {
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

describe('Kiro', () => {
  const nested = `# Implementation Plan

- [x] 1. Set up
  - [x] 1.1 Types in \`src/types.ts\`
    - _Requirements: 1.1, 2.3_
  - [ ]* 1.2 Property test
    - **Validates: Requirements 1.2**
- [-] 2. Store
  - [x] 2.1 Write
  - [ ] 2.2 Read
- [~] 3. Checkpoint
  - Run \`npm test\` and ensure all tests pass
`;
  const flat = `# Implementation Plan: 収集

## Tasks

### 1. データモデル

- [x] 1.1 (P) モデルの実装
  - _Requirements: 1.6_
  - _Contracts: Animal State_

- [x]* 1.2 E2E

### 2. 統合

- [ ] 2.1 結合
- [ ] 2.2 検証
`;

  it('makes a unit of a top-level number, with what is indented below it', () => {
    const plan = planOf({ '.kiro/specs/store/tasks.md': nested }, undefined, ['.kiro/specs/store/design.md']);
    expect(plan).toMatchObject({ format: 'kiro', title: 'store', context: ['.kiro/specs/store/design.md'] });
    expect(graphOf(plan)).toEqual(['1', '2 <- 1', '3 <- 2']);
    expect(unitOf(plan, '1')).toMatchObject({
      title: 'Set up',
      done: true,
      files: ['src/types.ts'],
      steps: [{ done: true }, { done: false }],
    });
    expect(unitOf(plan, '1').acceptance).toEqual(['Requirements: 1.1, 2.3', 'Validates: Requirements 1.2']);
    expect(unitOf(plan, '2').done).toBe(false);
    expect(unitOf(plan, '3').gate).toEqual(['npm test']);
  });

  it('groups flat boxes under numbered headings', () => {
    const plan = planOf({
      '.kiro/specs/x/tasks.md': flat,
      '.kiro/specs/x/spec.json': '{"approvals":{"tasks":{"approved":false}}}',
    });
    expect(plan.units).toMatchObject([
      { id: '1', title: 'データモデル', done: true },
      { id: '2', title: '統合', done: false },
    ]);
    expect(unitOf(plan, '2').prompt).toBe('### 2. 統合\n\n- [ ] 2.1 結合\n- [ ] 2.2 検証');
    expect(plan.problems).toMatchObject([{ code: 'not_approved' }]);
  });
});

describe('cc-sdd', () => {
  it('reads what a part waits for and is held against; a box alone under its heading is a step', () => {
    const plan = planOf({
      '.kiro/specs/x/tasks.md':
        '# 实施计划：库\n\n## 1. 基础\n- [x] 1.1 型 (P)\n  - _需求：1.1_\n\n## 2. 核心\n- [ ] 2.1 一\n  - Done when: it compiles\n  - _Depends: 1.1_\n- [ ] 2.2 二 (P)\n  - 运行 `npm test`，全部通过\n  - _Depends: 2.1_\n\n- [ ] 3. 三 (P)\n  - _Depends: 1.1, 4.1_\n',
    });
    expect(plan.title).toBe('库');
    expect(graphOf(plan)).toEqual(['1', '2 <- 1', '3 <- 2 1']);
    expect(unitOf(plan, '1')).toMatchObject({
      title: '基础',
      done: true,
      steps: [{ title: '1.1 型 (P)' }],
      acceptance: ['需求：1.1'],
    });
    expect(unitOf(plan, '2')).toMatchObject({ acceptance: ['Done when: it compiles'], gate: ['npm test'] });
    expect(unitOf(plan, '3').title).toBe('三');
    expect(plan.problems).toMatchObject([{ code: 'unknown_dependency', unit: '3' }]);
  });
});

describe('OpenSpec', () => {
  const tasks =
    '## 1. Model\n\n- [x] 1.1 Add fields to `src/model.ts`\n\n```\n- [ ] 9.9 counted by OpenSpec\n```\n\n## 2. Check\n\n* [X] 2.1 Run `npm test`\n';
  const base = 'openspec/changes';

  it('makes a unit of a change; changes wait for what they name', () => {
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

  it('takes what is archived for done, and names what was not asked for', () => {
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

  it('tells what one change is about, and knows an archived one that is named', () => {
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

describe('what is struck through', () => {
  it('is not to be done, whatever waits for it', () => {
    const plan = planOf({
      'specs/001-a/tasks.md':
        '# Tasks: A\n\n## Phase 1: Setup\n\n- [x] T001 One\n- [ ] ~~T002 Two\n  goes on~~ (REMOVED: not needed)\n\n## Phase 2: End\n\n- [ ] T003 Three (depends on T002)\n- [ ] T004 Use ~~two~~ three\n',
    });
    expect(graphOf(plan)).toEqual(['phase-1', 'phase-2 <- phase-1']);
    expect(plan.units).toMatchObject([
      { done: true },
      { done: false, steps: [{ done: false }, { done: false }] },
    ]);
    expect(plan.problems).toMatchObject([{ severity: 'note', code: 'struck_through', line: 6 }]);
  });

  it('is no work of a checklist and of tasks', () => {
    const list = planOf({ 'TODO.md': '- [ ] ~~One~~ — later\n- [ ] Two\n' });
    expect(list.units.map(({ done }) => done)).toEqual([true, false]);
    const tasks = planOf({
      'docs/plans/a.md':
        '# A Implementation Plan\n\n### ~~Task 1: One~~\n\n- [ ] x\n\n### Task 2: Two — CANCELLED\n\n- [ ] y\n\n### Task 3: Three\n\n- [ ] z\n',
    });
    expect(tasks.units.map(({ done }) => done)).toEqual([true, true, false]);
  });
});

describe('phase checklist', () => {
  const text = `# Implementation Plan: Panel

## Overview

- **Objective:** A panel

## Phase 1: Protocol

- [x] 1.1 Design in \`src/protocol.ts\` (HIGH)
  - [ ] 1.1.1 Define
- [ ] 1.2 Client (depends: 1.1)
- [ ] 1.3 Server
- [ ] **VERIFY 1:** Round trip under 100 ms, \`npm test\` passes

## Phase 2: Screen

**Execution Note:** Tasks 2.1-2.3 are [SEQUENTIAL] - they share a file

- [ ] 2.1 A
- [ ] 2.2 B
- [ ] 2.3 C
- [ ] 2.4 D

**VERIFY Phase 2:** It looks right (non-blocking)

## Phase 3: End

- [ ] 3.1 Z

## Success Criteria

- [ ] It works
`;

  it('orders phases, sequences and what is named; a person verifies', () => {
    const plan = planOf({ 'docs/plans/panel.md': text });
    expect(plan).toMatchObject({ format: 'phases', title: 'Panel', goal: 'A panel' });
    expect(graphOf(plan)).toEqual([
      '1.1',
      '1.2 <- 1.1',
      '1.3',
      'VERIFY-1 <- 1.1 1.2 1.3',
      '2.1 <- VERIFY-1',
      '2.2 <- VERIFY-1 2.1',
      '2.3 <- VERIFY-1 2.2',
      '2.4 <- VERIFY-1',
      'VERIFY-2 <- 2.3 2.4',
      '3.1 <- 2.3 2.4',
    ]);
    expect(unitOf(plan, 'VERIFY-1')).toMatchObject({ kind: 'verify', gate: ['npm test'] });
    expect(unitOf(plan, '1.1')).toMatchObject({
      done: true,
      title: 'Design in src/protocol.ts',
      files: ['src/protocol.ts'],
      steps: [{ title: '1.1.1 Define' }],
    });
  });

  it('takes the list behind a check for what is to be verified', () => {
    const plan = planOf({
      'docs/plans/p.md':
        '# Plan: P\n\n## Phase 1: A\n\n- [ ] 1.1: a [SMALL]\n\n**VERIFY Phase 1:**\n- [ ] `npm test` passes\n- `git status` shows nothing\n- It is fast\n\n## Phase 2: B\n\n**VERIFY Phase 2:**\n\n- [ ] 2.1: b (depends: 1.1)\n\n## Success Criteria\n\n- [ ] Good\n',
      'docs/plan-outputs/p/status.json':
        '{"tasks":[{"id":"1.2","description":"**VERIFY Phase 1:** x","status":"completed"}]}',
    });
    expect(graphOf(plan)).toEqual(['1.1', 'VERIFY-1 <- 1.1', '2.1 <- VERIFY-1 1.1', 'VERIFY-2 <- 2.1']);
    expect(unitOf(plan, 'VERIFY-1')).toMatchObject({
      title: 'VERIFY Phase 1',
      done: true,
      gate: ['npm test'],
      acceptance: ['npm test passes', 'git status shows nothing', 'It is fast'],
    });
    expect(plan.problems).toMatchObject([{ code: 'skipped_boxes', line: 20 }]);
  });

  it('takes numbered boxes behind a check for what is to be verified where the phase has other tasks', () => {
    const text =
      '# Plan: P\n\n## Phase 1: A\n\n- [ ] 1.1 a\n- [ ] 1.T1 test a\n\n**VERIFY Phase 1:**\n- [x] 1.2 It is there\n- [x] 1.3 It is fast\n\n## Phase 2: B\n\n- [ ] 2.1 b (depends: 1.3)\n';
    const plan = planOf({ 'docs/plans/p.md': text });
    expect(graphOf(plan)).toEqual(['1.1', '1.T1', 'VERIFY-1 <- 1.1 1.T1', '2.1 <- VERIFY-1']);
    expect(unitOf(plan, 'VERIFY-1')).toMatchObject({
      kind: 'verify',
      done: true,
      acceptance: ['1.2 It is there', '1.3 It is fast'],
    });
    expect(plan.problems).toEqual([]);
  });

  it('believes the status file, not the boxes', () => {
    const path = 'docs/plan-outputs/panel/status.json';
    const states = (tasks: unknown) =>
      planOf({ 'docs/plans/panel.md': text, [path]: JSON.stringify({ tasks }) })
        .units.filter(({ done }) => done)
        .map(({ id }) => id);
    expect(
      states([
        { id: '1.1', status: 'pending' },
        { id: '1.2', status: 'completed' },
      ]),
    ).toEqual(['1.2']);
    expect(states([{ id: '1.4', description: '**VERIFY 1**: Round trip', status: 'completed' }])).toEqual([
      '1.1',
      'VERIFY-1',
    ]);
    expect(states({ '1.1': { status: 'failed' }, '1.3': { status: 'skipped' } })).toEqual(['1.3']);
  });
});

describe('numbers beside boxes without one', () => {
  it('stay with those that have them', () => {
    const plan = planOf({
      '.kiro/specs/x/tasks.md':
        '# Tasks\n\n## Before\n- [ ] Look at the table\n- [x] Copy it\n\n## Work\n\n- [ ] 1. Model\n- [ ] 1.1 Write it\n\n- [ ] 2. Screen\n',
    });
    expect(graphOf(plan)).toEqual(['box-1', 'box-2 <- box-1', '1 <- box-2', '2 <- 1']);
    expect(plan.problems).toEqual([]);
  });
});

describe('phases that all stand on', () => {
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

describe('plain checklist', () => {
  it('makes units of boxes that are in no other', () => {
    const plan = planOf({
      'TODO.md':
        '# Todo\n\n- [x] First in `src/a.ts`\n- [ ] Second\n  - [ ] inner\n\n```\n- [ ] code\n```\n\n* [X] #12 Third (blocked by #14)\n* [ ] #14 Fourth\n\n## Success Criteria\n- [ ] fine\n',
    });
    expect(plan.format).toBe('checklist');
    expect(graphOf(plan)).toEqual(['1', '2 <- 1', '12 <- 14', '14 <- 2']);
    expect(unitOf(plan, '2').steps).toEqual([{ title: 'inner', kind: 'auto', done: false }]);
    expect(plan.problems).toMatchObject([{ code: 'skipped_boxes' }]);
  });

  it('takes numbered headings of a plan where there is no box', () => {
    const plan = planOf({
      'IMPLEMENTATION_PLAN.md':
        '# Move to workers\n\n## Phase 1: Prepare\n\nRun: `npm test`\nExpected: all pass\n\n## Phase 2 — Move ✅\n\nText\n',
    });
    expect(plan.units).toMatchObject([
      { id: '1', title: 'Prepare', gate: ['npm test'], done: false },
      { id: '2', done: true, depends_on: ['1'] },
    ]);
  });
});
