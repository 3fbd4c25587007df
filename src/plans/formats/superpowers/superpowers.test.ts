import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../../test/support/plan-files.ts';

const older = `# Retry Queue Implementation Plan

> **REQUIRED:** Use \`execute-plan\` to implement this plan batch by batch.

**Goal:** Retry what failed — später.

**Architecture:** A queue.

**Spec:** \`docs/specs/retry.md\`

---

## Batch 1: Types

### Task 1.1: Add the dependency

**Files:**
- Modify: \`Cargo.toml:29\`
- Create: \`src/retry/mod.rs\`

**Step 1: Write failing test**

\`\`\`markdown
### Task 9.9: This is code

\`\`\`rust
fn x() {}
\`\`\`

- [ ] **Step 9: not a step**
\`\`\`

Run: \`cargo test retry\`
Expected: FAIL with "unresolved import"

**Step 2: Verify pass**

Run: \`cargo test retry\`
Expected: PASS

**Step 3: Commit**

\`\`\`bash
git commit -m "retry"
\`\`\`

---

### Task 1.2: Define the error

**Step 1: Write it**

Run: \`cargo run -- --help\`
Expected: Shows the help

## Batch 2: Wiring

These tasks can be implemented in parallel.

### Task 2.1: Wire A

Words.

### Task 2.2: Wire B

Words.

## Batch 3: End

### Task 3.1: Finish

Words.

## Final Verification

Run all tests.
`;

const newer = `# Fork Implementation Plan

> **For agentic workers:** REQUIRED SUB-SKILL: Use superpowers.

## Task 4A: First half

**Files:**
- Test: \`src/fork.test.ts\`

**Depends on:** None

- [x] **Step 1: Write the test**
- [X] **Step 2: Run it**

## Task 4B: Second half

**Depends on:** Task 4A

* [x] **Step 1: Done**
* [ ] **Step 2: Not done**

## Task 10: Parent

Words of the parent.

### Task 10a: Child

Text.

### Task 10b: Other child

**Agent:** reviewer
`;

describe('superpowers', () => {
  it('reads batches and bold steps; tasks follow each other, batches that say so run together', () => {
    const plan = planOf({ 'docs/plans/retry.md': older });
    expect(plan).toMatchObject({
      format: 'superpowers',
      title: 'Retry Queue',
      goal: 'Retry what failed — später.',
      context: ['docs/specs/retry.md'],
    });
    expect(graphOf(plan)).toEqual(['1.1', '1.2 <- 1.1', '2.1 <- 1.2', '2.2 <- 1.2', '3.1 <- 2.1 2.2']);
    expect(plan.units.map(({ declared_wave }) => declared_wave)).toEqual([1, 1, 2, 2, 3]);
  });

  it('takes commands of which success is expected as gate', () => {
    const plan = planOf({ 'docs/plans/retry.md': older });
    expect(unitOf(plan, '1.1')).toMatchObject({
      title: 'Add the dependency',
      files: ['Cargo.toml', 'src/retry/mod.rs'],
      steps: [{ title: 'Write failing test' }, { title: 'Verify pass' }, { title: 'Commit' }],
      gate: ['cargo test retry'],
    });
    expect(unitOf(plan, '1.2')).toMatchObject({
      gate: [],
      acceptance: ['`cargo run -- --help`: Shows the help'],
    });
  });

  it('gives each unit its own words, byte for byte', () => {
    const plan = planOf({ 'docs/plans/retry.md': older });
    const bytes = new TextEncoder().encode(older);
    for (const { range, prompt, id } of plan.units) {
      expect(new TextDecoder().decode(bytes.slice(range.start, range.end))).toBe(prompt);
      expect(prompt.startsWith(`### Task ${id}:`)).toBe(true);
    }
    expect(unitOf(plan, '1.1').prompt).toMatch(/git commit -m "retry"\n```$/);
    expect(unitOf(plan, '3.1').prompt).toBe('### Task 3.1: Finish\n\nWords.');
  });

  it('reads labels without stars; results are not dependencies', () => {
    const plan = planOf({
      'docs/plans/a.md':
        '# A Implementation Plan\n\n### Task 1: One\n\nFiles: src/a.ts\nDepends on: none\n\n### Task 2: Two\n\n**Before:** it blinks\n**After:** no blinking\n\n### Task 3: Three\n\nDepends on: Task 1\n\n### Task 4: Four\n\n**After:** Task 2\n',
    });
    expect(graphOf(plan)).toEqual(['1', '2 <- 1', '3 <- 1', '4 <- 2']);
    expect(unitOf(plan, '1').files).toEqual(['src/a.ts']);
  });

  it('reads boxes, letters, dependencies, agents, and children instead of their parent', () => {
    const plan = planOf({ 'docs/superpowers/plans/2026-01-01-fork.md': newer });
    expect(graphOf(plan)).toEqual(['4A', '4B <- 4A', '10a <- 4B', '10b <- 10a']);
    expect(plan.units.map(({ done }) => done)).toEqual([true, false, false, false]);
    expect(unitOf(plan, '4A').files).toEqual(['src/fork.test.ts']);
    expect(unitOf(plan, '10b').agent).toBe('reviewer');
  });

  it('reads tasks in other languages', () => {
    const plan = planOf({
      'plan.md': '# 実装計画 plan\n\n## タスク 1：型\n\n本文\n\n## タスク 2：配線\n\n本文\n',
    });
    expect(plan.units).toMatchObject([
      { id: '1', title: '型' },
      { id: '2', title: '配線' },
    ]);
  });

  it('reads several documents side by side, each with its own numbers', () => {
    const text = '# X Plan\n\n## Task 1: A\n\nx\n\n## Task 2: B\n\n**Depends on:** Task 1\n';
    const plan = planOf({ 'docs/plans/a.md': text, 'docs/plans/b.md': text });
    expect(graphOf(plan)).toEqual(['a/1', 'a/2 <- a/1', 'b/1', 'b/2 <- b/1']);
    expect(plan.problems).toEqual([]);
  });

  it('says where a fence is left open', () => {
    const plan = planOf({
      'plan.md': '# X Implementation Plan\n\n## Task 1: A\n\nx\n\n## Task 2: B\n\n```\n## Task 3: C\n',
    });
    expect(graphOf(plan)).toEqual(['1', '2 <- 1']);
    expect(plan.problems).toMatchObject([{ code: 'unclosed_fence', line: 9 }]);
  });

  it('names a task that is not there, and tasks that wait for each other', () => {
    const plan = planOf({
      'plan.md': '# X Plan\n## Task 1: A\n**Depends on:** Task 2\n## Task 2: B\n**Depends on:** Tasks 1, 7\n',
    });
    expect(plan.problems.map(({ severity, code }) => [severity, code])).toEqual([
      ['error', 'unknown_dependency'],
      ['error', 'cycle'],
    ]);
    expect(plan.problems[1]?.message).toMatch(/1 → 2 → 1/);
  });

  it('reads boxes below plain points as steps, and reports boxes outside tasks', () => {
    const plan = planOf({
      'plan.md':
        '# X Plan\n\n### Task 1: A\n\n- **확인**:\n  - [x] eins\n    - [ ] inner\n\n### Task 2: B\n\n- [ ] zwei\n\n## Later\n\n- [ ] drei\n- [ ] vier\n',
    });
    expect(plan.units).toMatchObject([
      { done: true, steps: [{ title: 'eins' }] },
      { done: false, steps: [{ title: 'zwei' }] },
    ]);
    expect(plan.problems).toMatchObject([
      {
        severity: 'note',
        code: 'skipped_boxes',
        line: 15,
        message: '2 boxes left out, outside of the tasks',
      },
    ]);
  });

  it('reads numbers with a dash, alone and where something waits for them', () => {
    const plan = planOf({
      'plan.md':
        '# X Plan\n## Task 1-1: A\nx\n## Task 1-2: B\n**Depends on:** none\n## Task 1-3: C\n**Depends on:** Tasks 1-1, 1-2\n',
    });
    expect(graphOf(plan)).toEqual(['1-1', '1-2', '1-3 <- 1-1 1-2']);
  });

  it('reads dependencies in brackets and in other languages', () => {
    const plan = planOf({
      'plan.md':
        '# X Plan\n### T001: A\n- **Blocked By**: []\n### T002: B\n- **Blocked By**: [T001]\n### T003: C\n- **依存関係**: なし\n### T004: D\n**Dependencias:** T002, T003\n',
    });
    expect(graphOf(plan)).toEqual(['T001', 'T002 <- T001', 'T003', 'T004 <- T002 T003']);
  });

  it('shows every agent the text that applies to all tasks', () => {
    const text =
      '# X Plan\n\n**Spec:** `docs/x.md`\n\n## Global Constraints\n\n- Small\n\n## Part 1\n\n### Task 1: A\n\nx\n';
    expect(planOf({ 'docs/plans/x.md': text }).context).toEqual(['docs/x.md', 'docs/plans/x.md']);
    expect(planOf({ 'docs/plans/x.md': text.replace('## Global', 'Global') }).context).toEqual(['docs/x.md']);
  });

  it('reads the status of the document and of its tasks', () => {
    const tasks = '## Task 1: A\n\nx\n\n## Task 2: B\n\n**Status:** ✅ Complete\n\ny\n';
    const doneOf = (text: string) => planOf({ 'docs/plans/x.md': text }).units.map(({ done }) => done);
    expect(doneOf(`# A plan\n\n**Status:** In progress\n\n${tasks}`)).toEqual([false, true]);
    expect(doneOf(`# A plan\n\n**Status:** Complete (May)\n\n${tasks}`)).toEqual([true, true]);
    expect(doneOf(`---\nstatus: superseded\n---\n# A plan\n\n${tasks}`)).toEqual([true, true]);
    expect(doneOf(`# A plan\n\n## Stage 1\n\n**Status:** Complete\n\n${tasks}`)).toEqual([false, true]);
    expect(planOf({ 'x.md': `# A plan\n\n**Status:** Done\n\n${tasks}` }).problems).toMatchObject([
      { severity: 'note', code: 'plan_is_over' },
    ]);
  });

  it('takes a list of progress for the state of its tasks', () => {
    const plan = planOf({
      'docs/plans/x.md':
        '# A plan\n\n## Progress\n\n- [x] Task 1: A\n- [ ] Task 2: B\n- [ ] read it all\n\n### Task 1: A\n\nx\n\n### Task 2: B\n\ny\n',
    });
    expect(plan.units.map(({ done }) => done)).toEqual([true, false]);
    expect(plan.problems).toMatchObject([
      { code: 'skipped_boxes', message: '1 box left out, outside of the tasks' },
    ]);
  });

  it('reads a task with a letter, several tasks in one heading, and mentions that are not dependencies', () => {
    const plan = planOf({
      'docs/plans/x.md':
        '# A plan\n\n## Task 1: A\n\n**Dependencies:** None\n\n## Tasks 2–4: B\n\n**Dependencies:** T1 (for its types); parallel with T5\n\n## Task 5: C\n\n**Dependencies:** T1; parallel with T2/T3\n\n## Task 6: D\n\n**Dependencies:** T3, T5\n\n**Verification:**\n- [ ] `npm run lint && npm run build`\n- [ ] Manual: look at it\n',
    });
    expect(graphOf(plan)).toEqual(['1', '2–4 <- 1', '5 <- 1', '6 <- 2–4 5']);
    expect(unitOf(plan, '6').gate).toEqual(['npm run lint && npm run build']);
    expect(plan.problems).toEqual([]);
  });

  it('knows tasks by codes, ranges of them, and words around the ids', () => {
    const plan = planOf({
      'docs/plans/x.md':
        '# A plan\n\n### [P0] TASK-001: A\n\n**Status**: [x] complete\n\n### TASK-002 — B\n\n**Depends on**\n\n- None.\n\n### TASK-003: C\n\n- **Depends on**: TASK-001 (its types), TASK-002\n\n### TASK-004: D\n\nDepends on: TASK-001..003\n',
      'docs/plans/y.md':
        '# B plan\n\n### T001: A\n\nx\n\n### T002: B\n\nx\n\n### T003: C\n\n**Depends on**: T001-T002 完了\n',
    });
    expect(plan.format).toBe('superpowers');
    expect(graphOf(plan)).toEqual([
      'x/TASK-001',
      'x/TASK-002',
      'x/TASK-003 <- x/TASK-001 x/TASK-002',
      'x/TASK-004 <- x/TASK-001 x/TASK-002 x/TASK-003',
      'y/T001',
      'y/T002 <- y/T001',
      'y/T003 <- y/T001 y/T002',
    ]);
    expect(plan.units.filter(({ done }) => done)).toMatchObject([{ title: 'A' }]);
  });
});
