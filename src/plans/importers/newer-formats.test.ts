import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../test/support/plan-files.ts';
import type { Plan } from '../../contract/plan.ts';

const glance = ({ units }: Plan) =>
  units.map(
    ({ id, title, kind, done }) => `${id} ${title}${kind === 'auto' ? '' : ` (${kind})`}${done ? ' x' : ''}`,
  );

describe('Conductor', () => {
  it('leaves the commit behind a title out, and asks a person at the end of a phase', () => {
    const plan = planOf(
      {
        'conductor/tracks/kite_1/plan.md':
          "# Plan: Kite\n\n## Phase 1: Sail [checkpoint: 1a2b3c4]\n\n- [x] Task: Cut it `0f1e2d3`\n  - [x] measure\n- [x] Task: Sew it [9a8b7c6]\n- [~] Task: Conductor - User Manual Verification 'Phase 1: Sail' (Protocol in workflow.md)\n\n## Phase 2: Line\n\n- [ ] Task 1: Wind it in `src/line.ts`\n  - [ ] write tests\n",
      },
      undefined,
      ['conductor/workflow.md', 'conductor/tracks/kite_1/spec.md'],
    );
    expect(plan.format).toBe('conductor');
    expect(glance(plan)).toEqual([
      '1.1 Cut it x',
      '1.2 Sew it x',
      "1.3 Conductor - User Manual Verification 'Phase 1: Sail' (Protocol in workflow.md) (verify)",
      '2.1 Wind it in src/line.ts',
    ]);
    expect(graphOf(plan)).toEqual(['1.1', '1.2 <- 1.1', '1.3 <- 1.2', '2.1 <- 1.3']);
    expect(plan.context).toEqual(['conductor/tracks/kite_1/spec.md', 'conductor/workflow.md']);
  });

  it('is known by its words wherever it stands', () => {
    const plan = planOf({
      'notes/kite.md':
        '# Kite\n\n## Phase 1: Sail\n\n- [ ] Task: Cut it\n- [ ] Task: User Manual Verification of the sail\n',
    });
    expect(plan.format).toBe('conductor');
    expect(plan.units.map(({ kind }) => kind)).toEqual(['auto', 'verify']);
  });

  it('keeps a word that only looks like a commit', () => {
    const plan = planOf({
      'conductor/tracks/k/plan.md': '# K\n\n- [ ] Task: Paint the facade\n- [ ] Task: Call 12345\n',
    });
    expect(glance(plan)).toEqual(['1 Paint the facade', '2 Call 12345']);
  });
});

describe('ExecPlans', () => {
  const plan = (progress: string, more = '') =>
    planOf({
      '.agent/boat.md': `# Boat\n\n## Purpose / Big Picture\n\nIt floats.\n\n## Progress\n\n${progress}\n## Surprises & Discoveries\n\nNone.\n\n## Decision Log\n\n- [ ] none yet\n${more}`,
    });

  it.each([
    ['- [x] (2026-10-01 13:00Z) Caulk it.\n', '1 Caulk it x'],
    ['- [ ] 2026-10-01T08:30Z - Caulk it\n', '1 Caulk it'],
    ['- [ ] [2026-10-01] Caulk it (completed: one side; remaining: the other).\n', '1 Caulk it'],
    ['- [ ] (2026-10-01 08:30 UTC) Caulk it\n', '1 Caulk it'],
  ])('have no times in titles: %j', (line, title) => expect(glance(plan(line))[0]).toBe(title));

  it('have units only in their progress', () => {
    const read = plan('- [x] Caulk it.\n- [ ] Paint it.\n');
    expect(read.format).toBe('exec_plan');
    expect(graphOf(read)).toEqual(['1', '2 <- 1']);
    expect(read.problems.map(({ code }) => code)).toEqual(['skipped_boxes']);
  });

  it('are proved by their chapter "Validation and Acceptance"', () => {
    const read = plan(
      '- [x] Caulk it.\n- [ ] Paint it.\n',
      '\n## Validation and Acceptance\n\nRun `cargo test hull` and expect it to pass.\n',
    );
    expect(read.units.map(({ gate }) => gate)).toEqual([[], ['cargo test hull']]);
  });
});

describe('Cursor', () => {
  const plan = (todos: string) =>
    planOf({
      '.cursor/plans/boat_1.plan.md': `---\nname: Boat\noverview: It floats.\ntodos:\n${todos}isProject: false\n---\n\n# Boat\n\n## Phase 1\n\nText.\n\n## Phase 2\n\nText.\n`,
    });

  it('has its units in the front matter, in order', () => {
    const read = plan(
      '  - id: hull\n    content: Caulk `src/hull.ts`\n    status: completed\n  - id: paint\n    content: "Paint it: red"\n    status: in_progress\n  - id: flag\n    content: No flag\n    status: cancelled\n',
    );
    expect([read.format, read.title]).toEqual(['cursor', 'Boat']);
    expect(glance(read)).toEqual(['hull Caulk src/hull.ts x', 'paint Paint it: red', 'flag No flag x']);
    expect(graphOf(read)).toEqual(['hull', 'paint <- hull', 'flag <- paint']);
    expect(unitOf(read, 'paint').prompt).toMatch(
      /Paint it: red[\s\S]*Read for it: \.cursor\/plans\/boat_1\.plan\.md/,
    );
  });

  it('goes by dependencies where an entry has some', () => {
    const read = plan(
      '  - id: a\n    content: A\n    status: pending\n    dependencies: []\n  - id: b\n    content: B\n    status: pending\n    dependencies:\n      - a\n  - id: c\n    content: C\n    status: pending\n    dependencies: [a]\n',
    );
    expect(graphOf(read)).toEqual(['a', 'b <- a', 'c <- a']);
  });

  it('is not a plan of Cursor where the list has no words', () => {
    expect(() => plan('  - one\n')).toThrow(/is not a plan/);
  });
});

describe('Sisyphus', () => {
  const head = '# Boat\n\n## Definition of Done\n\n- [ ] it floats\n\n## TODOs\n\n';
  const task = (id: number, said: string) =>
    `- [ ] ${id}. Part ${id}\n\n  **What to do**:\n  - Do \`src/p${id}.ts\`\n\n  **Parallelization**:\n  - **Can Run In Parallel**: YES\n${said}\n`;

  it('waits for what blocks a task, and for nothing where nothing does', () => {
    const read = planOf({
      '.sisyphus/plans/boat.md':
        head +
        task(1, '  - **Blocked By**: None') +
        task(2, '  - **Blocked By**: None (starts at once)') +
        task(3, '  - **Blocked By**: 1') +
        '- [ ] F1. **Audit** — `oracle`\n- [ ] F2. **Review**\n',
    });
    expect(read.format).toBe('sisyphus');
    expect(graphOf(read)).toEqual(['1', '2', '3 <- 1', 'F1 <- 2 3', 'F2 <- 2 3']);
    expect(unitOf(read, 'F1').title).toBe('Audit');
    expect(read.problems.map(({ code }) => code)).toEqual(['skipped_boxes']);
  });

  it('keeps the order of the document where a task does not say', () => {
    const read = planOf({
      'plans/boat.md': head + task(1, '') + task(2, '') + task(3, '  - **Blocked By**: Tasks 1-2'),
    });
    expect(graphOf(read)).toEqual(['1', '2 <- 1', '3 <- 1 2']);
  });

  it('knows from a task what it blocks', () => {
    const read = planOf({
      '.sisyphus/plans/boat.md':
        head + task(1, '  - **Blocks**: 2, 3\n  - **Blocked By**: None') + task(2, '') + task(3, ''),
    });
    expect(graphOf(read)).toEqual(['1', '2 <- 1', '3 <- 1']);
  });
});

describe('headings with boxes', () => {
  it.each([
    ['.zenflow/tasks/boat/plan.md', '### [x] Step: Hull\n\nCaulk it.\n\n### [ ] Step: Paint\n\nRed.\n'],
    ['docs/boat.md', '## [X] Hull\n\nCaulk it.\n\n## [ ] Paint\n\nRed.\n'],
    ['docs/boat.md', '#### [✓] Phase 1: Hull\n\nCaulk it.\n\n#### [>] Phase 2: Paint\n\nRed.\n'],
  ])('are the steps in %s', (path, steps) => {
    const read = planOf({ [path]: `# Boat\n\n## Configuration\n\n- **Path**: x\n\n${steps}` });
    expect(read.format).toBe('zenflow');
    expect(glance(read)).toEqual(['1 Hull x', '2 Paint']);
    expect(graphOf(read)).toEqual(['1', '2 <- 1']);
  });

  it('hold what stands in them', () => {
    const read = planOf({
      '.zenflow/tasks/boat/plan.md':
        '# Boat\n\n## Workflow\n\n### [x] Step: Spec\n\n### [ ] Step: Build\n\n#### [x] Step: Hull\n\n- [x] caulk\n\n#### [ ] Step: Paint\n\n- [ ] red\n- [x] white\n',
    });
    expect(glance(read)).toEqual(['1 Spec x', '2 Hull x', '3 Paint']);
    expect(unitOf(read, '3').steps.map(({ done }) => done)).toEqual([false, true]);
  });
});

describe('phases with verification', () => {
  const phase = (number: number, automated: string, manual: string) =>
    `## Phase ${number}: Part ${number}\n\n### Changes Required\n\n**File**: \`src/p${number}.ts\`\n\n### Success Criteria\n\n${automated}\n${manual}\n`;

  it('tell gates from what a person looks at', () => {
    const read = planOf({
      'thoughts/shared/plans/boat.md': `# Boat\n\n## What We're NOT Doing\n\n- [ ] sails\n\n${phase(1, '#### Automated Verification:\n\n- [ ] Types: `npm run typecheck`\n- [ ] No leaks\n', '#### Manual Verification:\n\n- [ ] It floats\n- [ ] It is dry\n')}${phase(2, '#### Automated Verification\n\n- [ ] `make test` passes\n', '')}`,
    });
    expect(read.format).toBe('verified_phases');
    expect(graphOf(read)).toEqual(['1', '2 <- 1']);
    expect(unitOf(read, '1').gate).toEqual(['npm run typecheck']);
    expect(unitOf(read, '1').acceptance).toContain('No leaks');
    expect(unitOf(read, '1').files).toEqual(['src/p1.ts']);
    expect(unitOf(read, '1').steps.map(({ kind, title }) => `${kind} ${title}`)).toEqual([
      'verify It floats',
      'verify It is dry',
    ]);
    expect(unitOf(read, '2').gate).toEqual(['make test']);
  });

  it('are known by bold labels too', () => {
    const read = planOf({
      'docs/boat.md': `# Boat\n\n${phase(1, '**Automated Verification:**\n\n- [ ] `npm test`\n', '**Manual Verification:**\n\n- [ ] It floats\n')}`,
    });
    expect(unitOf(read, '1').gate).toEqual(['npm test']);
    expect(unitOf(read, '1').steps.map(({ kind }) => kind)).toEqual(['verify']);
  });

  it('are done where all of it is checked', () => {
    const read = planOf({
      'docs/boat.md': `# Boat\n\n${phase(1, '#### Automated Verification:\n- [x] `npm test`\n', '#### Manual Verification:\n- [x] It floats\n')}${phase(2, '#### Automated Verification:\n- [x] `npm test`\n', '#### Manual Verification:\n- [ ] It floats\n')}`,
    });
    expect(read.units.map(({ done }) => done)).toEqual([true, false]);
  });
});

describe('tables of tasks', () => {
  it('are phases of rows that go side by side', () => {
    const read = planOf({
      'plan/feature-boat-1.md':
        '# Introduction\n\n## 2. Implementation Steps\n\n### Implementation Phase 1\n\n| Task | Description | Completed | Date |\n|------|------|:---:|---|\n| TASK-001 | Caulk `src/hull.ts` | ✅ | 2026-10-01 |\n| TASK-002 | Say `a \\| b` | | |\n\n### Implementation Phase 2\n\n| Task | Description | Completed | Date |\n|---|---|---|---|\n| TASK-003 | Paint | | |\n\n## 7. Risks\n\n| ID | Description | Status |\n|---|---|---|\n| RISK-001 | It sinks | open |\n',
    });
    expect(read.format).toBe('task_table');
    expect(graphOf(read)).toEqual(['TASK-001', 'TASK-002', 'TASK-003 <- TASK-001 TASK-002']);
    expect(glance(read)).toEqual(['TASK-001 Caulk src/hull.ts x', 'TASK-002 Say a | b', 'TASK-003 Paint']);
  });

  it('go by the column that says what a task depends on', () => {
    const read = planOf({
      'boat.md':
        '# Boat\n\n| # | Task | Depends on | Status |\n|---|---|---|---|\n| 1 | Hull | - | done |\n| 2 | Paint | 1 | open |\n| 3 | Flag | — | dropped |\n',
    });
    expect(graphOf(read)).toEqual(['1', '2 <- 1', '3']);
    expect(read.units.map(({ done }) => done)).toEqual([true, false, true]);
  });

  it('are in order where nothing else is said, and the last is proved at the end', () => {
    const read = planOf({
      'boat.md':
        '# Boat\n\n| ID | Title | Status |\n|---|---|---|\n| T-1 | Hull | open |\n| T-2 | Paint | open |\n\n## Testing\n\nRun `npm test` and verify it passes.\n',
    });
    expect(graphOf(read)).toEqual(['T-1', 'T-2 <- T-1']);
    expect(read.units.map(({ gate }) => gate)).toEqual([[], ['npm test']]);
  });

  it('are none of requirements', () => {
    expect(() =>
      planOf({
        'spec.md':
          '# Spec\n\n## Requirements\n\n| ID | Description | Status |\n|---|---|---|\n| REQ-1 | Calm | open |\n',
      }),
    ).toThrow(/is not a plan/);
  });
});

describe("GSD's phases", () => {
  const file = (phase: string, plan: string, needs = '') =>
    `---\nphase: ${phase}\nplan: ${plan}\ntype: execute\nwave: 1\ndepends_on: [${needs}]\n---\n\n<tasks><task type="auto"><name>T</name></task></tasks>\n`;
  const plans = {
    '.planning/phases/01-a/01-01-PLAN.md': file('01-a', '01'),
    '.planning/phases/01-a/01-02-PLAN.md': file('01-a', '02', '01-01'),
    '.planning/phases/02-b/02-01-PLAN.md': file('02-b', '01'),
    '.planning/phases/03-c/03-01-PLAN.md': file('03-c', '01'),
  };
  const roadmap = (third: string) =>
    `# Roadmap\n\n### Phase 1: A\n**Depends on**: Nothing\n\n### Phase 2: B\n**Depends on**: Phase 1\n\n### Phase 3: C\n**Depends on**: ${third}\n`;

  it('follow each other by number where there is no roadmap', () =>
    expect(graphOf(planOf(plans))).toEqual(['01-01', '01-02 <- 01-01', '02-01 <- 01-02', '03-01 <- 02-01']));

  it.each([
    ['Phase 1', '03-01 <- 01-02'],
    ['Phases 1 and 2', '03-01 <- 01-02 02-01'],
    ['Nothing (can start at once)', '03-01'],
  ])('follow the roadmap: %s', (third, last) =>
    expect(graphOf(planOf({ ...plans, '.planning/ROADMAP.md': roadmap(third) })).at(-1)).toBe(last),
  );
});

describe('what a table or a label says of the order', () => {
  it('holds for Sisyphus', () => {
    const read = planOf({
      '.sisyphus/plans/boat.md':
        '# Boat\n\n| Task | Depends On | Blocks |\n|---|---|---|\n| 1 | None | 2 |\n| 2 | 1 | |\n| 4 | None | |\n\n- [ ] 1. A\n- [ ] 2. B\n- [ ] 3. C\n\n  **Parallelizable**: NO (depends on 1)\n\n- [ ] 4. D\n',
    });
    expect(graphOf(read)).toEqual(['1', '2 <- 1', '3 <- 1', '4']);
  });

  it('holds for task groups of Agent OS, and takes no step for a dependency', () => {
    const group = (number: number, said: string) =>
      `#### Task Group ${number}: Part ${number}\n**Dependencies:** ${said}\n\n- [ ] ${number}.0 Complete part ${number}\n  - [ ] ${number}.1 Do it\n\n`;
    const read = planOf({
      'agent-os/specs/x/tasks.md': `# Task Breakdown: X\n\n${group(1, 'None')}${group(2, 'Task Group 1')}${group(3, 'Task Group 1')}${group(4, 'Task Groups 1-3')}`,
    });
    expect(graphOf(read)).toEqual(['1', '2 <- 1', '3 <- 1', '4 <- 1 2 3']);
    expect(read.problems).toEqual([]);
    expect(read.units.map(({ title, steps }) => [title, steps.length])).toEqual(
      [1, 2, 3, 4].map((number) => [`Part ${number}`, 1]),
    );
  });

  it('holds for tasks of superpowers whose steps stand below the label', () => {
    const read = planOf({
      'docs/plans/x.md':
        '# X Implementation Plan\n\n### Task 1: A\n\n- [ ] a\n\n### Task 2: B\n\n**Depends on:** Task 1\n\n- [ ] 3 files\n\n### Task 3: C\n\n**Depends on:** none\n\n- [ ] 1 file\n',
    });
    expect(graphOf(read)).toEqual(['1', '2 <- 1', '3']);
  });
});

describe("GSD's plans with headings", () => {
  it('are one unit each, done when their summary is there', () => {
    const text = (title: string, said: string) =>
      `# Plan: ${title}\n\n${said}\n\n## Tasks\n\n### Task 1: Read\n\n**Files:** \`src/${title}.js\`\n\n### Task 2: Show\n\nRun: \`npm test\`\nExpected: PASS\n`;
    const read = planOf(
      {
        '.planning/phases/01-a/01-01-PLAN.md': text('a', ''),
        '.planning/phases/01-a/01-02-PLAN.md': text('b', '**Depends on:** 01-01'),
        '.planning/phases/02-c/02-01-PLAN.md': text('c', ''),
      },
      undefined,
      ['.planning/phases/01-a/01-01-SUMMARY.md'],
    );
    expect(read.format).toBe('gsd');
    expect(graphOf(read)).toEqual(['01-01', '01-02 <- 01-01', '02-01 <- 01-02']);
    expect(read.units.map(({ done, steps, gate }) => [done, steps.length, gate])).toEqual([
      [true, 2, ['npm test']],
      [false, 2, ['npm test']],
      [false, 2, ['npm test']],
    ]);
  });
});

describe('trackers of files', () => {
  const file = (fields: string, heading: string) =>
    `---\n${fields}---\n\n# ${heading}\n\n## Acceptance Criteria\n\n- [ ] calm\n`;

  it.each([
    [
      'todos',
      {
        'todos/001-complete-p1-hull.md': file(
          'status: complete\nissue_id: "001"\ndependencies: []\n',
          'Hull',
        ),
        'todos/002-pending-p2-paint.md': file(
          'status: pending\nissue_id: "002"\ndependencies: ["001"]\n',
          'Paint',
        ),
      },
      ['001', '002 <- 001'],
    ],
    [
      'tickets',
      {
        '.tickets/b-01ab.md': file('id: b-01ab\nstatus: closed\ndeps: []\n', 'Hull'),
        '.tickets/b-02cd.md': file('id: b-02cd\nstatus: open\ndeps: [b-01ab]\n', 'Paint'),
      },
      ['b-01ab', 'b-02cd <- b-01ab'],
    ],
    [
      'CCPM',
      {
        '.claude/epics/boat/001.md': file('name: Hull\nstatus: closed\ndepends_on: []\n', 'Task: Hull'),
        '.claude/epics/boat/002.md': file('name: Paint\nstatus: open\ndepends_on: [001]\n', 'Task: Paint'),
        '.claude/epics/boat/epic.md':
          '---\nname: boat\nstatus: backlog\n---\n\n# Epic: boat\n\n- [ ] 001.md - Hull\n',
      },
      ['001', '002 <- 001'],
    ],
  ])('like %s are read by their front matter', (_name, documents, graph) => {
    const plan = planOf(documents);
    expect(graphOf(plan)).toEqual(graph);
    expect(plan.units.map(({ title, done }) => [title, done])).toEqual([
      ['Hull', true],
      ['Paint', false],
    ]);
  });

  it('may lie in folders of a backlog', () => {
    const plan = planOf({
      'backlog/tasks/boat/task-1 - Hull.md': '---\nid: task-1\ntitle: Hull\nstatus: Done\n---\n\nText.\n',
      'backlog/tasks/task-2 - Paint.md':
        '---\nid: task-2\ntitle: Paint\nstatus: To Do\ndependencies: [task-1]\n---\n\nText.\n',
    });
    expect([plan.format, graphOf(plan)]).toEqual(['backlog', ['task-1', 'task-2 <- task-1']]);
  });
});
