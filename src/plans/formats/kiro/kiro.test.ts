import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../../test/support/plan-files.ts';

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

  it('makes a unit of a top-level number and everything indented below it', () => {
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
  it('reads dependencies and validations of a part; a box alone under its heading is a step', () => {
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
