/**
 * A plan of every format in the words that its users write, with the work that it asks for: lines of sh that make the
 * repository as it is before, and as it is when the work is done. Programs that may be missing are stubs, whose results
 * derive from the file `.results` of the tree (see stub-programs.ts).
 */
import type { PlanFormatName } from '../../src/contract/plan-formats.ts';
import type { Documents } from '../support/plan-files.ts';

export interface Fixture {
  format: PlanFormatName;
  documents: Documents;
  /** Makes the repository as it is before the work; run in an empty directory. */
  before: string;
  /** Does the work there. */
  work: string;
  /** Gates that hold before the work as well: they guard what is there, and claim to prove nothing. */
  guards?: readonly string[];
  /** How many gates the plan has in all, counted by reading it. */
  gates: number;
}

/** A lamp that still has a bulb, and tests that pass. */
const lamp = `mkdir -p lib docs
echo "exports.light = () => 'bulb';" > lib/lamp.js
echo "# Lamps" > docs/lamp.md
printf 'npm run lint => 0 no problems\\n' > .results
`;

/** A lamp with a diode, its test, and the results of tools over it. */
const diode = `echo "exports.light = () => 'diode'; exports.dim = () => 3;" > lib/lamp.js
echo "const { light } = require('./lamp.js'); require('node:test')('light', () => require('node:assert').equal(light(), 'diode'));" > lib/lamp.test.js
printf '# Lamps\\n\\n## Dimming\\n' > docs/lamp.md
echo 2.0.0 > VERSION
printf 'npm run lint => 0 no problems\\nnpm test => 0 all 3 tests pass\\nnpm test -- dim => 0 pass\\nnpm run build => 0 built\\nnpx tsc --noEmit => 0 \\nmake test => 0 ok\\npytest tests/test_lamp.py -q => 0 4 passed in 0.02s\\ncargo test dim => 0 test result: ok. 2 passed\\n' > .results
`;

const task = (head: string, body: string) => `---\n${head}\n---\n\n${body}`;

export const fixtures: readonly Fixture[] = [
  {
    format: 'fairlead',
    documents: {
      'plan.yaml': `title: Lamps\nunits:\n  - id: diode\n    prompt: Use a diode\n    gate: ["! grep -rn bulb lib", "node --test lib/lamp.test.js"]\n  - id: dim\n    prompt: Dim it\n    depends_on: [diode]\n    gate: test "$(node -p "require('./lib/lamp.js').dim()")" = 3\n`,
    },
    before: lamp,
    work: diode,
    gates: 3,
  },
  {
    format: 'superpowers',
    documents: {
      'docs/superpowers/plans/2026-11-02-lamps.md': `# Lamps Implementation Plan\n\n> **For agentic workers:** REQUIRED SUB-SKILL: use executing-plans.\n\n**Goal:** A diode.\n\n### Task 1: The diode\n\n**Files:**\n- Modify: \`lib/lamp.js\`\n- Test: \`lib/lamp.test.js\`\n\n- [ ] **Step 1: Write the failing test**\n\nRun: \`node --test lib/lamp.test.js\`\nExpected: FAIL, there is a bulb\n\n- [ ] **Step 2: Make it pass**\n\nRun: \`node --test 'lib/**/*.test.js'\`\nExpected: PASS\n\n- [ ] **Step 3: No bulb is left**\n\nRun: \`grep -rn "bulb" lib && echo LEAK || echo CLEAN\`\nExpected: \`CLEAN\`\n\n- [ ] **Step 4: Lint**\n\nRun: \`npm run lint\`\nExpected: 0 problems\n\n### Task 2: The release\n\n- [ ] **Step 1: Say it**\n\nRun: \`cat VERSION\`\nExpected: \`2.0.0\`\n\nRun: \`grep -c "^#" docs/lamp.md\` → 2\n`,
    },
    before: `${lamp}mkdir -p lib/x; echo "throw 1" > lib/x/a.test.js\n`,
    work: `${diode}rm lib/x/a.test.js\n`,
    guards: ['npm run lint'],
    gates: 5,
  },
  {
    format: 'gsd',
    documents: {
      '.planning/phases/01-lamp/01-01-PLAN.md': task(
        'phase: 01-lamp\nplan: 01\ntype: execute\nwave: 1\ndepends_on: []\nfiles_modified: [lib/lamp.js]\nautonomous: true',
        `<objective>Diode.</objective>\n\n<tasks>\n<task type="auto">\n  <name>Task 1: Diode</name>\n  <files>lib/lamp.js</files>\n  <action>Write it.</action>\n  <verify>\n    <automated>! grep -rq "bulb" lib && node --test lib/lamp.test.js</automated>\n  </verify>\n  <done>There is light.</done>\n</task>\n<task type="auto">\n  <name>Task 2: Dimming</name>\n  <action>Write it.</action>\n  <verify>\n  N=$(node -p "require('./lib/lamp.js').dim()")\n  test "$N" -eq 3\n  </verify>\n  <done>It dims.</done>\n</task>\n</tasks>\n\n<verification>\n- npm test (all green)\n- \`grep -rn "bulb" lib docs\` returns zero matches\n</verification>\n`,
      ),
    },
    before: lamp,
    work: diode,
    gates: 4,
  },
  {
    format: 'spec_kit',
    documents: {
      'specs/004-lamps/tasks.md':
        '# Tasks: Lamps\n\n## Phase 1: Setup\n\n- [ ] T001 Add lib/lamp.js\n- [ ] T002 Run `npm run build` and verify it passes\n\n## Phase 2: User Story 1 - Light (Priority: P1)\n\n**Goal**: A diode\n\n- [ ] T003 [US1] Diode in lib/lamp.js\n- [ ] T004 [US1] Run `npm test -- dim` and check that all pass\n- [ ] T005 [US1] Verify that `grep -rn "bulb" lib` finds no matches\n',
    },
    before: lamp,
    work: diode,
    gates: 3,
  },
  {
    format: 'kiro',
    documents: {
      '.kiro/specs/lamps/tasks.md':
        '# Implementation Plan\n\n- [ ] 1. Diode\n  - Change lib/lamp.js\n  - Run `npm test` and ensure all tests pass\n  - _Requirements: 1.1_\n- [ ] 2. Checkpoint\n  - Ensure `npx tsc --noEmit` succeeds\n',
    },
    before: lamp,
    work: diode,
    gates: 2,
  },
  {
    format: 'openspec',
    documents: {
      'openspec/changes/add-diode/tasks.md':
        '## 1. Diode\n\n- [ ] 1.1 Change lib/lamp.js\n- [ ] 1.2 Run `npm test`\n\n## 2. Checks\n\n- [ ] 2.1 `npx tsc --noEmit` passes\n- [ ] 2.2 `grep -rn "bulb" lib` returns no results\n',
      'openspec/changes/add-diode/proposal.md': '# Diode\n\n## Why\n\nLight.\n',
    },
    before: lamp,
    work: diode,
    gates: 3,
  },
  {
    format: 'phases',
    documents: {
      'docs/plans/lamps.md':
        '# Implementation Plan: Lamps\n\n## Overview\n\n- **Goal:** A diode\n\n## Phase 1: Diode\n\n**Objective:** Light\n\n- [ ] 1.1 Change lib/lamp.js\n- [ ] **VERIFY 1:** `npm test` passes and `grep -rn bulb lib` returns nothing\n\n## Phase 2: Words\n\n- [ ] 2.1 Tell of dimming in docs/lamp.md (run `grep -q "## Dimming" docs/lamp.md` to check)\n',
    },
    before: lamp,
    work: diode,
    gates: 2,
  },
  {
    format: 'task_master',
    documents: {
      '.taskmaster/tasks/tasks.json': JSON.stringify({
        master: {
          tasks: [
            { id: 1, title: 'Diode', description: 'Use one.', testStrategy: 'Run `npm test` and verify that it passes.', status: 'pending', dependencies: [], subtasks: [] },
            { id: 2, title: 'Dim', description: 'Dim it.', testStrategy: 'Ensure `cargo test dim` succeeds.\nVerify `grep -rn "bulb" lib` finds no matches.', status: 'pending', dependencies: [1], subtasks: [] },
          ],
        },
      }),
    },
    before: lamp,
    work: diode,
    gates: 3,
  },
  {
    format: 'beads',
    documents: {
      '.beads/issues.jsonl': `${JSON.stringify({ id: 'l-1', title: 'Diode', status: 'open', issue_type: 'task', acceptance_criteria: '- no bulb' })}\n`,
    },
    before: lamp,
    work: diode,
    gates: 0,
  },
  {
    format: 'backlog',
    documents: {
      'backlog/tasks/task-1 - Diode.md': task(
        'id: task-1\ntitle: Diode\nstatus: To Do\ndependencies: []',
        '## Description\n\nUse one.\n\n## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [ ] #1 `npm test` passes\n- [ ] #2 `grep -rn "bulb" lib` returns no matches\n<!-- AC:END -->\n',
      ),
    },
    before: lamp,
    work: diode,
    gates: 2,
  },
  {
    format: 'directory',
    documents: {
      'docs/plans/lamps/plan.md': '# Lamps\n\nLight.\n',
      'docs/plans/lamps/task-01-diode.md': task(
        'id: "01-diode"\ntitle: Diode\nstatus: pending\nwave: 1\ndepends_on: []\nplan: lamps',
        '# Diode\n\n## Acceptance\n\n- It shines.\n\n## Verification\n\n```bash\n# The tests\nnode --test lib/lamp.test.js\n# No references remain\ngrep -rn "bulb" lib\nnpm run lint   # 0 problems\nDIM=$(node -p "require(\'./lib/lamp.js\').dim()")\ntest "$DIM" = 3\n```\n',
      ),
      'docs/plans/lamps/task-02-words.md': task(
        'id: "02-words"\ntitle: Words\nstatus: pending\nwave: 2\ndepends_on: ["01-diode"]\nplan: lamps',
        '# Words\n\n## Verification\n\n```bash\ngrep -c "^#" docs/lamp.md  # expect: 2\npytest tests/test_lamp.py -q  # → 4 passed\n[[ "$(cat VERSION)" == 2.* ]]\ngit status\n```\n',
      ),
    },
    before: lamp,
    work: diode,
    // The first block sets a variable, so that all of it is one gate.
    gates: 4,
  },
  {
    format: 'moai',
    documents: {
      '.moai/specs/SPEC-LAMP-001/spec.md': task('id: SPEC-LAMP-001\ntitle: Lamps\nversion: 0.1.0\nstatus: draft\npriority: high', '# Lamps\n'),
      '.moai/specs/SPEC-LAMP-001/plan.md': '# Plan\n\n### M1 — Diode — Priority P0\n\nRun: `npm test`\nExpected: PASS\n\nRun: `grep -rn bulb lib`\nExpected: no output\n',
    },
    before: lamp,
    work: diode,
    gates: 2,
  },
  {
    format: 'ralph',
    documents: {
      'prd.json': JSON.stringify({
        name: 'Lamps',
        branchName: 'lamps',
        userStories: [
          { id: 'US-1', title: 'Diode', description: 'Light', acceptanceCriteria: ['`npx tsc --noEmit` passes', '`npm test` passes'], priority: 1, passes: false },
        ],
      }),
    },
    before: lamp,
    work: diode,
    gates: 2,
  },
  {
    format: 'bmad',
    documents: {
      'docs/stories/1-1-diode.md':
        '# Story 1.1: Diode\n\nStatus: ready-for-dev\n\n## Acceptance Criteria\n\n1. It shines.\n\n## Tasks / Subtasks\n\n- [ ] Task 1: Diode (AC: 1)\n\n## Testing\n\n```bash\nnpm test\ngit diff --stat\ngrep -rn "bulb" lib  # should be empty\n```\n',
    },
    before: lamp,
    work: diode,
    gates: 2,
  },
  {
    format: 'conductor',
    documents: {
      'conductor/tracks/lamp_20261101/plan.md':
        "# Plan: Lamps\n\n## Phase 1: Diode\n\n- [ ] Task: Use a diode\n  - [ ] Run `npm test` and confirm it passes\n- [ ] Task: Dim it\n  - [ ] Verify `grep -rn \"bulb\" lib` finds no matches\n- [ ] Task: Conductor - User Manual Verification 'Diode' (Protocol in workflow.md)\n",
    },
    before: lamp,
    work: diode,
    gates: 2,
  },
  {
    format: 'exec_plan',
    documents: {
      '.agent/lamp.md':
        '# Lamps\n\n## Purpose / Big Picture\n\nLight.\n\n## Progress\n\n- [ ] Use a diode.\n- [ ] Dim it.\n\n## Surprises & Discoveries\n\nNone.\n\n## Decision Log\n\n- None.\n\n## Validation and Acceptance\n\nRun `cargo test dim` and expect it to pass.\n\n    cargo test dim\n',
    },
    before: lamp,
    work: diode,
    gates: 1,
  },
  {
    format: 'verified_phases',
    documents: {
      'thoughts/shared/plans/lamp.md':
        '# Lamps\n\n## Phase 1: Diode\n\n### Changes Required\n\n**File**: `lib/lamp.js`\n\n### Success Criteria\n\n#### Automated Verification:\n\n- [ ] Types: `npx tsc --noEmit`\n- [ ] Tests pass: `make test`\n- [ ] Lint: `npm run lint`\n- [ ] No bulb: `grep -rn "bulb" lib` returns nothing\n\n#### Manual Verification:\n\n- [ ] It shines\n',
    },
    before: lamp,
    work: diode,
    guards: ['npm run lint'],
    gates: 4,
  },
  {
    format: 'cursor',
    documents: {
      '.cursor/plans/lamp_1.plan.md':
        '---\nname: Lamps\noverview: Light.\ntodos:\n  - id: diode\n    content: Use a diode\n    status: pending\n  - id: dim\n    content: Dim it\n    status: pending\nisProject: false\n---\n\n# Lamps\n\n## Testing\n\nRun `npm test` and verify it passes.\n',
    },
    before: lamp,
    work: diode,
    gates: 1,
  },
  {
    format: 'sisyphus',
    documents: {
      '.sisyphus/plans/lamp.md':
        '# Lamps\n\n## TODOs\n\n- [ ] 1. Diode\n\n  **What to do**:\n  - Change `lib/lamp.js`\n\n  **Parallelization**:\n  - **Blocked By**: None\n\n  **Acceptance Criteria**:\n  - [ ] `npm test` passes\n\n- [ ] 2. Dim\n\n  **Parallelization**:\n  - **Blocked By**: 1\n\n  Run: `node -p "require(\'./lib/lamp.js\').dim()"`\n  Expected: 3\n',
    },
    before: lamp,
    work: diode,
    gates: 2,
  },
  {
    format: 'zenflow',
    documents: {
      '.zenflow/tasks/lamp/plan.md':
        '# Lamps\n\n### [ ] Step: Diode\n\n- Change lib/lamp.js\n- Run `npm test` and make sure it passes\n\n### [ ] Step: Words\n\nRun: `tail -1 docs/lamp.md`\nExpected: `## Dimming`\n',
    },
    before: lamp,
    work: diode,
    gates: 2,
  },
  {
    format: 'task_table',
    documents: {
      'plan/lamps.md':
        '# Lamps\n\n| ID | Title | Status |\n|---|---|---|\n| T-1 | Diode | open |\n| T-2 | Dim | open |\n\n## Testing\n\nRun `npm test` and verify it passes.\n',
    },
    before: lamp,
    work: diode,
    gates: 1,
  },
  {
    format: 'antigravity',
    documents: {
      'implementation_plan.md':
        '# Lamps\n\nA diode.\n\n## Proposed Changes\n\n### Diode\n\n#### [MODIFY] [lamp.js](file:///home/ida/lamps/lib/lamp.js)\n\n- Use a diode.\n\n## Verification Plan\n\n### Automated Tests\n\n- `npm test`\n- Verify that `grep -rn "bulb" lib` finds no matches\n\n### Manual Verification\n\n- Look at the light\n',
    },
    before: lamp,
    work: diode,
    gates: 2,
  },
  {
    format: 'task_plan',
    documents: {
      'task_plan.md':
        '# Task Plan: Lamps\n\n## Goal\n\nA diode.\n\n## Phases\n\n### Phase 1: Diode\n\n- [ ] change `lib/lamp.js`\n- [ ] Run `npm test`\n- **Status:** in_progress\n\n### Phase 2: Dim\n\n- [ ] Ensure `cargo test dim` passes\n- **Status:** pending\n',
    },
    before: lamp,
    work: diode,
    gates: 2,
  },
  {
    format: 'beans',
    documents: {
      '.beans/app-d1o2--diode.md':
        '---\n# app-d1o2\ntitle: Diode\nstatus: todo\ntype: task\n---\n\n## Acceptance Criteria\n\n- [ ] `npm test` passes\n- [ ] `grep -rn "bulb" lib` returns no matches\n',
    },
    before: lamp,
    work: diode,
    gates: 2,
  },
  {
    format: 'trellis',
    documents: {
      '.trellis/tasks/11-01-diode/task.json': JSON.stringify({ id: 'diode', name: 'diode', title: 'Diode', status: 'planning' }, null, 2),
      '.trellis/tasks/11-01-diode/prd.md': '# Diode\n\n## Requirements\n\n- light\n\n## Acceptance Criteria\n\n- [ ] `npm test` passes\n- [ ] `grep -rn "bulb" lib` returns no matches\n',
    },
    before: lamp,
    work: diode,
    gates: 2,
  },
  {
    format: 'agent_os',
    documents: {
      'agent-os/specs/2026-11-01-lamps/tasks.md':
        '# Task Breakdown: Lamps\n\n## Task List\n\n#### Task Group 1: Diode\n\n**Dependencies:** None\n\n- [ ] 1.0 Complete the diode\n  - [ ] 1.1 Change lib/lamp.js\n  - [ ] 1.2 Run `npm test`\n\n**Acceptance Criteria:**\n\n- It shines\n',
    },
    before: lamp,
    work: diode,
    gates: 1,
  },
  {
    format: 'trae',
    documents: {
      '.trae/specs/lamps/tasks.md': '# Tasks\n\n- [ ] Task 1: Diode\n  - [ ] SubTask 1.1: Change lib/lamp.js\n- [ ] Task 2: Dim\n\n# Task Dependencies\n\n- [Task 2] depends on [Task 1]\n',
      '.trae/specs/lamps/checklist.md': '# Checklist\n\n- [ ] `npm test` passes\n- [ ] It shines\n',
    },
    before: lamp,
    work: diode,
    gates: 1,
  },
  {
    format: 'checklist',
    documents: {
      'PLAN.md':
        '# Lamps\n\n- [ ] Use a diode\n  - run `npm test`\n- [ ] Dim it\n  - verify that `grep -rn "bulb" lib` returns nothing\n- [ ] Lint: `npm run lint` passes\n',
    },
    before: lamp,
    work: diode,
    guards: ['npm run lint'],
    gates: 3,
  },
]; // prettier-ignore
