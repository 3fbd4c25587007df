import { describe, expect, it } from 'vitest';
import { allMarked, marked } from '../../../test/support/mark-plan.ts';
import { graphOf, planOf, unitOf } from '../../../test/support/plan-files.ts';
import { wantedFiles } from '../wanted-files.ts';
import type { Documents } from '../../../test/support/plan-files.ts';

const titles = (documents: Documents) => planOf(documents).units.map(({ id, title }) => `${id} ${title}`);

describe('.tickets', () => {
  const ticket = (id: string, fields: string) => ({
    [`.tickets/${id}.md`]: `---\nid: ${id}\nstatus: open\n${fields}links: []\n---\n# Ticket ${id}\n\nDo it.\n`,
  });

  it('has no unit for an epic; who waits for one waits for its parts', () => {
    const plan = planOf({
      ...ticket('k-1', 'deps: []\ntype: task\nparent: k-9\n'),
      ...ticket('k-2', 'deps: [k-1]\ntype: bug\nparent: k-9\n'),
      ...ticket('k-3', 'deps: [k-9]\ntype: task\n'),
      ...ticket('k-9', 'deps: []\ntype: epic\n'),
    });
    expect(plan.format).toBe('directory');
    expect(graphOf(plan)).toEqual(['k-1', 'k-2 <- k-1', 'k-3 <- k-1 k-2']);
    expect(plan.problems.map(({ code }) => code)).toEqual(['skipped_epics']);
  });

  it('waits for nothing where an epic has no parts', () =>
    expect(
      graphOf(
        planOf({ ...ticket('k-3', 'deps: [k-9]\ntype: task\n'), ...ticket('k-9', 'deps: []\ntype: epic\n') }),
      ),
    ).toEqual(['k-3']));

  it('is closed in the word of its tracker', () => {
    const documents = ticket('k-1', 'deps: []\ntype: task\n');
    expect(allMarked(documents)['.tickets/k-1.md']).toContain('\nstatus: closed\n');
  });
});

describe('CCPM', () => {
  const task = (id: number, fields: string) => ({
    [`.claude/epics/kiln/${id}.md`]: `---\nname: Part ${id}\nstatus: open\n${fields}parallel: true\n---\n\n# Task: Part ${id}\n\n## Acceptance Criteria\n\n- [ ] \`npm test\` passes\n`,
  });

  it.each([
    ['depends_on: []\nconflicts_with: [2]\n', 'depends_on: []\nconflicts_with: []\n', ['1', '2 <- 1']],
    ['depends_on: []\nconflicts_with: []\n', 'depends_on: []\nconflicts_with: ["001", 1]\n', ['1', '2 <- 1']],
    ['depends_on: [2]\nconflicts_with: [2]\n', 'depends_on: []\nconflicts_with: [1]\n', ['1 <- 2', '2']],
  ])('keeps tasks apart that must not run at the same time: %j', (first, second, graph) =>
    expect(graphOf(planOf({ ...task(1, first), ...task(2, second) }))).toEqual(graph),
  );

  it('has the epic as what it is about, and gates of its tasks', () => {
    const plan = planOf({
      '.claude/epics/kiln/epic.md':
        '---\nname: kiln\nstatus: backlog\n---\n\n# Epic: kiln\n\n- [ ] 1.md - Part 1\n',
      ...task(1, 'depends_on: []\n'),
    });
    expect(plan.context).toEqual(['.claude/epics/kiln/epic.md']);
    expect(unitOf(plan, '1')).toMatchObject({ gate: ['npm test'], title: 'Part 1' });
  });
});

describe('todos of Cursor', () => {
  const plan = (todos: string) => `---\nname: Kiln\ntodos:\n${todos}---\n\n# Kiln\n`;
  const path = '.cursor/plans/kiln.plan.md';

  it.each([
    ['  - id: a\n    content: A\n', '  - id: a\n    content: A\n    status: completed\n'],
    [
      '- {id: a, content: "A: status", status: pending}\n',
      '- {id: a, content: "A: status", status: completed}\n',
    ],
    ['- { content: A }\n', '- { content: A, status: completed }\n'],
    ["  - content: A\n    status: 'pending'\n", "  - content: A\n    status: 'completed'\n"],
  ])('are marked however they are written: %j', (todos, after) => {
    const documents = { [path]: plan(todos) };
    const done = allMarked(documents);
    expect(done).toEqual({ [path]: plan(after) });
    expect(planOf(done).units[0]?.done).toBe(true);
  });

  it('are proved by the verification of the document; what is by hand is for a person', () => {
    const text = `${plan('  - id: a\n    content: A\n  - id: b\n    content: B\n')}\n## Verification\n\n- Run \`npm test\`\n- Check the dial manually\n\n\`\`\`bash\nnpm run lint\n\`\`\`\n`;
    const read = planOf({ [path]: text });
    expect(unitOf(read, 'a').gate).toEqual([]);
    expect(unitOf(read, 'b').gate).toEqual(['npm test', 'npm run lint']);
    expect(unitOf(read, 'b').steps).toEqual([
      { title: 'Check the dial manually', kind: 'verify', done: false },
    ]);
  });
});

describe('GSD with Markdown headings', () => {
  const path = '.planning/phases/01-kiln/01-01-PLAN.md';
  const front = '---\nphase: 01-kiln\nplan: 01\ntype: execute\nwave: 1\ndepends_on: []\n---\n\n';

  it.each([
    [
      '### Task 1: Sensor\n\n**Files:** `src/a.ts`\n\n### Task 2: Look\n\n**Type:** checkpoint:human-verify\n',
      ['auto Sensor', 'verify Look'],
    ],
    ['1. Sensor in `src/a.ts`\n2. Display\n', ['auto Sensor in src/a.ts', 'auto Display']],
    ['- [ ] Sensor\n- [ ] Manually test the dial\n', ['auto Sensor', 'verify Manually test the dial']],
  ])('has its tasks as steps: %j', (tasks, steps) => {
    const text = `${front}# Kiln\n\n## Objective\n\nKeep the heat.\n\n## Tasks\n\n${tasks}\n## Verification\n\n- [ ] \`npm test\` passes\n\n## Success Criteria\n\n- It is warm\n`;
    const [unit] = planOf({ [path]: text }).units;
    expect(unit?.steps.map(({ kind, title }) => `${kind} ${title}`)).toEqual(steps);
    expect(unit).toMatchObject({
      id: '01-01',
      title: 'Keep the heat.',
      gate: ['npm test'],
      acceptance: ['It is warm'],
    });
  });

  it('writes a summary and ticks the roadmap', () => {
    const documents = {
      [path]: `${front}# Kiln\n\n## Task 1: Sensor\n\nx\n\n## Task 2: Display\n\ny\n`,
      '.planning/ROADMAP.md': '# Roadmap\n\n- [ ] 01-01: Kiln\n',
    };
    const after = marked(documents, '01-01');
    expect(after['.planning/ROADMAP.md']).toContain('- [x] 01-01: Kiln');
    expect(Object.keys(after)).toContain('.planning/phases/01-kiln/01-01-SUMMARY.md');
  });
});

describe("Claude Code's plan mode", () => {
  const path = '.claude/plans/warm-owl.md';

  it.each([
    '### 1. Sensor\n\nx\n\n### 2. Display\n\ny\n',
    '1. Sensor\n2. Display\n',
    '## Phase A: Sensor\n\nx\n\n## Phase B: Display\n\ny\n',
    '## Changes\n\n### Sensor\n\nx\n\n### Display\n\ny\n',
    '## Step 1 — Sensor\n\nx\n\n## Step 2 — Display\n\ny\n',
  ])('has its steps as units, and its verification as the gate of the last: %j', (steps) => {
    const lead = steps.startsWith('##') && !steps.startsWith('###') ? '' : '## Implementation\n\n';
    const text = `# Kiln\n\n## Context\n\nCold.\n\n${lead}${steps}\n## Verification\n\n1. Run \`npm test\`\n2. Manually look at the dial\n`;
    const read = planOf({ [path]: text });
    expect(read.units.map(({ title }) => title)).toEqual(['Sensor', 'Display']);
    expect(read.units.map(({ gate }) => gate)).toEqual([[], ['npm test']]);
    expect(read.units[1]?.depends_on).toEqual([read.units[0]?.id]);
  });

  it('names the files of its headings', () => {
    const text = '# Kiln\n\n## Changes\n\n### `src/a.ts`\n\n- x\n\n### `src/b.ts` (new)\n\n- y\n';
    expect(planOf({ [path]: text }).units.map(({ files }) => files)).toEqual([['src/a.ts'], ['src/b.ts']]);
  });

  it.each([
    '# Kiln\n\n## Approach\n\n### Sensor\n\nx\n\n### Display\n\ny\n',
    '# Kiln\n\n## Context\n\nx\n\n## Design\n\ny\n',
    '# Kiln\n\n## Overview\n\n### Steps\n\nWe go on.\n',
  ])('has no units where the document only tells: %j', (text) =>
    expect(() => planOf({ [path]: text })).toThrow(/is not a plan/),
  );
});

describe('plans of Copilot', () => {
  it('are called by their goal, not by their chapter "Introduction"', () => {
    const text =
      "---\ngoal: Warm kiln\nstatus: 'Planned'\n---\n\n# Introduction\n\nx\n\n## Implementation Phase 1\n\n| Task | Description | Completed | Date |\n|---|---|---|---|\n| TASK-001 | Sensor | | |\n";
    expect(planOf({ 'plan/feature-kiln-1.md': text }).title).toBe('Warm kiln');
    expect(titles({ 'plan/feature-kiln-1.md': text })).toEqual(['TASK-001 Sensor']);
  });
});

describe('Backlog.md in several folders', () => {
  const task = (folder: string, number: number, needs = '') => ({
    [`${folder}/backlog/tasks/api/task-${number} - Part ${number}.md`]: `---\nid: task-${number}\ntitle: Part ${number}\nstatus: To Do\ndependencies: [${needs}]\n---\n\nx\n`,
  });
  const documents = {
    ...task('apps/oven', 1),
    ...task('apps/kiln', 1),
    ...task('apps/kiln', 2, 'task-1'),
    'apps/kiln/backlog/config.yml': 'statuses: ["To Do", "Shipped"]\n',
  };

  it('keeps their numbers and their order apart', () =>
    expect(graphOf(planOf(documents))).toEqual(['kiln/task-1', 'kiln/task-2 <- kiln/task-1', 'oven/task-1']));

  it('marks each in the last status of its own configuration', () => {
    const after = Object.entries(allMarked(documents)).map(([path, text]) => [
      path.split('/')[1],
      /^status: (.*)$/m.exec(text)?.[1],
    ]);
    expect(after).toEqual([
      ['oven', 'Done'],
      ['kiln', 'Shipped'],
      ['kiln', 'Shipped'],
      ['kiln', undefined],
    ]);
  });

  it('has plain numbers where there is one', () =>
    expect(graphOf(planOf({ ...task('apps/kiln', 1), ...task('apps/kiln', 2, 'task-1') }))).toEqual([
      'task-1',
      'task-2 <- task-1',
    ]));
});

describe('a repository without other plans', () => {
  it.each([
    '.tickets/k-1.md',
    'todos/001-ready-p1-kiln.md',
    '.trae/specs/kiln/tasks.md',
    'work/task_plan.md',
  ])('is read by its %s', (path) =>
    expect(wantedFiles(['README.md', path], ['.'])).toMatchObject({ ok: true, value: [path] }),
  );

  it('is told that it holds no plan', () =>
    expect(wantedFiles(['README.md'], ['.'])).toMatchObject({
      error: { message: 'no plan was found in .' },
    }));
});

describe('plans in other languages', () => {
  it.each([
    [
      '# Umsetzungsplan: Ofen\n\n## Schritt 1: Fühler\n\nx\n\n## Schritt 2: Anzeige\n\ny\n\n## Prüfung\n\n- `npm test`\n',
    ],
    [
      '# Plan de mise en œuvre\n\n## Étape 1: Sonde\n\nx\n\n## Étape 2: Cadran\n\ny\n\n## Vérification\n\n- `npm test`\n',
    ],
    ['# 实施计划\n\n## 步骤 1：探头\n\nx\n\n## 步骤 2：显示\n\ny\n\n## 验证\n\n- `npm test`\n'],
    ['# План работ\n\n## Этап 1: Датчик\n\nx\n\n## Этап 2: Экран\n\ny\n\n## Проверка\n\n- `npm test`\n'],
  ])('have their steps as units and the chapter at the end as proof: %j', (text) => {
    const plan = planOf({ 'docs/kiln.md': text });
    expect(graphOf(plan)).toEqual(['1', '2 <- 1']);
    expect(plan.units.map(({ gate }) => gate)).toEqual([[], ['npm test']]);
  });

  it('have labels with a colon of full width', () => {
    const plan = planOf({
      'task_plan.md':
        '# 任务计划\n\n**目标：** 保温\n\n### 阶段 1：探头\n\n**状态：** 已完成\n\n### 阶段 2：显示\n\n**文件**：`src/a.ts`\n\nRun：`npm test`\nExpected：PASS\n',
    });
    expect(plan.goal).toBe('保温');
    expect(plan.units.map(({ done }) => done)).toEqual([true, false]);
    expect(unitOf(plan, '2')).toMatchObject({ files: ['src/a.ts'], gate: ['npm test'] });
  });

  it.each(['**Dépend de**: aucune', '**依赖**：无', '**Зависимости**: нет'])(
    'say that a task waits for nothing: %s',
    (line) =>
      expect(
        graphOf(planOf({ 'docs/plan.md': `# Plan\n\n### Task 1: A\n\nx\n\n### Task 2: B\n\n${line}\n` })),
      ).toEqual(['1', '2']),
  );
});
