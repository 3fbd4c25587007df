import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../test/support/plan-files.ts';
import { isGivenUp } from '../tasks/given-up.ts';

describe('dropped entries', () => {
  it.each([
    'dropped',
    'Cancelled',
    'superseded by 12',
    "won't fix",
    'wontfix',
    'Won’t do',
    '❌ abandoned',
    '已取消',
    'duplicate',
  ])('is %s', (status) => expect(isGivenUp(status)).toBe(true));

  it.each(['', 'pending', 'droplet', 'in progress', 'done', 'not started', 'cancellation is built'])(
    'is not "%s"',
    (status) => expect(isGivenUp(status)).toBe(false),
  );

  it('is not a unit among task files, and no unit waits for it', () => {
    const task = (id: string, status: string, needs = '') =>
      `---\nid: ${id}\ntitle: ${id}\nstatus: ${status}\nwave: 1\ndepends_on: [${needs}]\nplan: tram\n---\n\nText.\n`;
    const plan = planOf({
      'docs/plans/tram/task-01-rail.md': task('01-rail', 'wontfix'),
      'docs/plans/tram/task-02-wire.md': task('02-wire', 'pending', '01-rail'),
      'docs/plans/tram/task-03-bell.md': task('03-bell', 'superseded', '02-wire'),
    });
    expect(graphOf(plan)).toEqual(['02-wire']);
    expect(plan.problems.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'note skipped_task',
      'note skipped_task',
    ]);
  });

  it('is not a unit of Backlog.md and Task Master, whatever the word', () => {
    const file = (number: number, status: string, needs = '') =>
      `---\nid: task-${number}\ntitle: Part ${number}\nstatus: ${status}\ndependencies: [${needs}]\n---\n\nText.\n`;
    const backlog = planOf({
      'backlog/tasks/task-1 - Part-1.md': file(1, 'Dropped'),
      'backlog/tasks/task-2 - Part-2.md': file(2, 'To Do', 'task-1'),
    });
    expect(graphOf(backlog)).toEqual(['task-2']);
    const tasks = [
      { id: 1, title: 'One', status: 'superseded', dependencies: [] },
      { id: 2, title: 'Two', status: 'pending', dependencies: [1] },
    ];
    expect(graphOf(planOf({ '.taskmaster/tasks/tasks.json': JSON.stringify({ tasks }) }))).toEqual(['2']);
  });

  it('is over if a heading or a status says so', () => {
    const plan = planOf({
      'docs/plans/tram.md':
        '# Tram Implementation Plan\n\n### Task 1: Rail\n\n**Status:** dropped\n\n- [ ] lay it\n\n### Task 2: Wire — DEFERRED\n\n- [ ] hang it\n\n### Task 3: Bell\n\n- [ ] ring it\n',
    });
    expect(plan.units.map(({ done }) => done)).toEqual([true, true, false]);
  });
});

describe('boxes beside numbered tasks', () => {
  const tasks = '# Tasks\n\n- [ ] 1. Model\n- [ ] 2. Screen\n\n';

  it.each(['## Success metrics', '## Woran man es sieht', '## 验收', '## Notes\n\n### How we know'])(
    'are no units below %j',
    (heading) => {
      const plan = planOf({
        '.kiro/specs/x/tasks.md': `${tasks}${heading}\n\n- [ ] It is calm\n- [ ] It is fast\n`,
      });
      expect(graphOf(plan)).toEqual(['1', '2 <- 1']);
      expect(plan.problems.map(({ code, line }) => [code, line !== null])).toEqual([['skipped_boxes', true]]);
    },
  );

  it('are skipped before the tasks if the heading names them as criteria', () => {
    const plan = planOf({
      '.kiro/specs/x/tasks.md':
        '# Tasks\n\n## Acceptance criteria\n\n- [ ] It is calm\n\n## Work\n\n- [ ] 1. Model\n- [ ] 2. Screen\n',
    });
    expect(graphOf(plan)).toEqual(['1', '2 <- 1']);
  });
});

describe('boxes below criteria in a list without numbers', () => {
  it.each([
    'Success criteria',
    'Erfolgskriterien',
    'Критерии приёмки',
    '成功標準',
    '受け入れ基準',
    'Critérios de aceite',
    'Definición de hecho',
    'Définition de terminé',
    '완료 기준',
    'Nicht-Ziele',
  ])('are no units: %s', (heading) => {
    const plan = planOf({ 'TODO.md': `# TODO\n\n## Now\n\n- [ ] Bell\n\n## ${heading}\n\n- [ ] calm\n` });
    expect(plan.units.map(({ title }) => title)).toEqual(['Bell']);
  });
});

describe('titles with a note that they are dropped', () => {
  it.each([
    'Horses (dropped)',
    'Horses — superseded by 5',
    'Horses [wontfix]',
    'Horses (superseded by the tram)',
    'Pferde (verworfen)',
    '马（已取消）',
    'Лошади (отменено)',
  ])('is over, as a heading and as a box: %s', (words) => {
    const headings = `# Tram Implementation Plan\n\n### Task 1: ${words}\n\n- [ ] x\n\n### Task 2: Bell\n\n- [ ] y\n`;
    expect(planOf({ 'docs/plan.md': headings }).units.map(({ done }) => done)).toEqual([true, false]);
    const boxes = planOf({ 'TODO.md': `# TODO\n\n- [ ] ${words}\n- [ ] Bell\n` });
    expect(boxes.units.map(({ done }) => done)).toEqual([true, false]);
    expect(boxes.problems.map(({ code }) => code)).toEqual(['struck_through']);
  });

  it.each(['Remove cancelled orders', 'Show orders that were dropped', 'Filter by state (open, cancelled)'])(
    'is not over where the word belongs to the work: %s',
    (words) =>
      expect(planOf({ 'TODO.md': `# TODO\n\n- [ ] ${words}\n- [ ] Bell\n` }).units[0]?.done).toBe(false),
  );

  it.each([
    ['openspec/changes/tram/tasks.md', '---\nstatus: superseded\n---\n## 1. Rail\n\n- [ ] 1.1 lay it\n'],
    ['.kiro/specs/tram/tasks.md', '---\nstatus: wontfix\n---\n- [ ] 1. Rail\n'],
    ['.cursor/plans/tram.plan.md', '---\nstatus: cancelled\ntodos:\n  - content: Rail\n---\n'],
    ['task_plan.md', '---\nstatus: dropped\n---\n# T\n\n### Phase 1: Rail\n\n- [ ] x\n'],
    ['.trae/specs/tram/tasks.md', '**Status:** superseded\n\n- [ ] Task 1: Rail\n'],
  ])('is over where its document is: %s', (path, text) =>
    expect(planOf({ [path]: text }).units.every(({ done }) => done)).toBe(true),
  );
});

describe('numbers with a star', () => {
  it.each(['1.2* Compare', '1.2 \\* Compare', '1.2.* Compare'])('are optional: %s', (words) => {
    const star = words.replace(' \\*', '*');
    const plan = planOf({
      '.kiro/specs/x/tasks.md': `# Tasks\n\n### 1. Feed\n\n- [x] 1.1 Make it\n- [ ] ${star}\n\n### 2. Load\n\n- [ ] 2.1* Many\n`,
    });
    expect(plan.units.map(({ id, title, done, steps }) => [id, title, done, steps.length])).toEqual([
      ['1', 'Feed', true, 2],
      ['2', 'Load', false, 1],
    ]);
  });
});

describe("Spec Kit's technical plan", () => {
  const plan =
    '# Implementation Plan: Ferry\n\n## Technical Context\n\nGo.\n\n## Constitution Check\n\nKept.\n\n## Project Structure\n\nOne folder.\n';

  it('is not work: the refusal names the tasks', () => {
    expect(() =>
      planOf({ 'specs/004-ferry/plan.md': plan }, undefined, ['specs/004-ferry/tasks.md']),
    ).toThrow(/name specs\/004-ferry\/tasks\.md/);
  });

  it('is also refused if there are no tasks yet', () => {
    expect(() => planOf({ 'specs/004-ferry/plan.md': plan })).toThrow(/make its tasks\.md first/);
  });

  it('is context if its tasks are also named', () => {
    const read = planOf({
      'specs/004-ferry/tasks.md': '# Tasks: Ferry\n\n## Phase 1: Setup\n\n- [ ] T001 Make `src/ferry.go`\n',
      'specs/004-ferry/plan.md': plan,
    });
    expect(graphOf(read)).toEqual(['phase-1']);
    expect(unitOf(read, 'phase-1').files).toEqual(['src/ferry.go']);
  });
});

describe('chapters', () => {
  it.each([
    [
      'PLANS.md',
      '# Codex Execution Plans (ExecPlans)\n\n## How to use them\n\n- [ ] read this first\n- [ ] keep it\n',
    ],
    ['docs/design.md', '# Design: Tram\n\n## 1. Rails\n\nx\n\n## 2. Wires\n\ny\n'],
    ['PLAN.md', '# Tram\n\n## Rails\n\nx\n\n## Wires\n\ny\n'],
    ['plan/PLAN.md', '# Straßenbahn\n\n## Schienen\n\nx\n\n## Drähte\n\ny\n'],
    [
      '.claude/skills/tram/SKILL.md',
      '---\nname: tram\ndescription: x\n---\n\n# Plan\n\n## Step 1: Look\n\nx\n\n## Step 2: Ask\n\n- [ ] y\n',
    ],
    [
      'docs/design.md',
      '# Design: Tram\n\n## Goals\n\n- [ ] quiet\n\n## Open questions\n\n- [ ] which bell?\n',
    ],
    ['.vscode/tasks.json', '{"tasks":[{"label":"build","command":"make"}]}'],
    ['tools/tasks.json', '{"tasks":[{"label":"build","command":"make"}]}'],
    ['AGENTS.md', '# Agents\n\n- [ ] Run the tests\n- [ ] Write it down\n'],
    ['.claude/commands/ship.md', '# Plan: ship\n\n1. Test\n2. Push\n'],
  ])('of %s are no units', (path, text) => expect(() => planOf({ [path]: text })).toThrow(/is not a plan/));

  it.each([
    'Later',
    'Dropped',
    '## Someday / maybe',
    'Verworfen',
    '已放弃',
    '見送り',
    'Plus tard',
    'Backlog (later)',
    'Ideen (verworfen)',
    "What We're NOT Doing",
  ])('of what is given up or put off hold no units: %s', (heading) => {
    const text = `# Roadmap\n\n## Now\n\n- [ ] Bell\n\n## ${heading.replace('## ', '')}\n\n- [ ] Horses\n`;
    const plan = planOf({ 'ROADMAP.md': text });
    expect(plan.units.map(({ title }) => title)).toEqual(['Bell']);
    expect(plan.problems.map(({ code }) => code)).toEqual(['skipped_boxes']);
  });

  it.each([
    ['PLAN.md', '# Tram\n\n## 1. Rails\n\nx\n\n## 2. Wires\n\ny\n'],
    ['docs/tram.md', '# Plan: Tram\n\n## Step 1: Rails\n\nx\n\n## Step 2: Wires\n\ny\n'],
    [
      '.claude/plans/calm-owl.md',
      '# Tram\n\n## Approach\n\n### 1. Rails\n\nx\n\n### 2. Wires\n\ny\n\n## Verification\n\n1. a\n2. b\n',
    ],
  ])('of %s that it numbers or calls steps are units', (path, text) =>
    expect(planOf({ [path]: text }).units.map(({ title }) => title)).toEqual(['Rails', 'Wires']),
  );
});

describe('numbered lists', () => {
  it.each([
    ['plan.md', '# Tram\n\n## Context\n\n1. old\n2. older\n\n## Steps\n\n1. Rails\n2. Wires\n'],
    [
      'docs/tram.md',
      '# Implementation Plan: Tram\n\n1. Rails\n   - long\n2. ~~Horses~~\n3. Wires\n\n## Risks\n\n- x\n',
    ],
    [
      '.claude/plans/calm-owl.md',
      '# Tram\n\n## Changes\n\n1. **Rails**\n2. **Wires**\n\n## Verification\n\n1. Run it\n2. Look\n',
    ],
    ['PLAN.md', '# Straßenbahn\n\n## Schritte\n\n1. Rails\n2. Wires\n\n## Später\n\n1. Horses\n2. Steam\n'],
  ])('are the work of %s', (path, text) => {
    const plan = planOf({ [path]: text });
    expect(plan.units.flatMap(({ title, done }) => (done ? [] : [title]))).toEqual(['Rails', 'Wires']);
    expect(plan.units[1]?.depends_on).toEqual(['1']);
  });

  it.each([
    ['docs/tram.md', '# Tram\n\n## Steps\n\n1. Rails\n2. Wires\n'],
    ['plan.md', '# Tram\n\n## Context\n\n1. Rails\n2. Wires\n'],
    ['docs/review.md', '# Review of the plan\n\n1. Rails\n2. Wires\n'],
  ])('are none in %s', (path, text) => expect(() => planOf({ [path]: text })).toThrow(/is not a plan/));
});
