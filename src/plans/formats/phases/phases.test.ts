import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../../test/support/plan-files.ts';

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

  it('orders phases, sequences and stated dependencies; a person verifies', () => {
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

  it('reads the list after a check as steps to verify', () => {
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

  it('reads numbered boxes after a check as steps to verify if the phase has other tasks', () => {
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
