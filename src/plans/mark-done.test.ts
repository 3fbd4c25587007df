import { describe, expect, it } from 'vitest';
import { marked } from '../../test/support/mark-plan.ts';
import { planFiles, planOf } from '../../test/support/plan-files.ts';
import { markDone } from './mark-done.ts';

describe('marking done', () => {
  it.each([
    [
      'conductor/tracks/k/plan.md',
      '# K\n\n- [x] Task: A 0a1b2c3\n- [ ] Task: Bä  \n  - [ ] c\n',
      '2',
      '- [ ] Task: Bä',
      '- [x] Task: Bä',
    ],
    [
      '.zenflow/tasks/k/plan.md',
      '# K\n\n### [x] Step: Ä\n\n### [ ] Step: B\n\n- [ ] c\n',
      '2',
      '### [ ] Step: B',
      '### [x] Step: B',
    ],
    [
      '.cursor/plans/k.plan.md',
      '---\nname: Ä\ntodos:\n  - id: a\n    content: Ä\n    status: pending\n  - id: b\n    content: B\n    status: "pending"\n---\n',
      'b',
      '"pending"',
      '"completed"',
    ],
    [
      'plan/k.md',
      '# Ä\n\n| Task | Description | Completed |\n|---|---|---|\n| TASK-001 | Ä | ✅ |\n| TASK-002 | B ä | |\n',
      'TASK-002',
      '| B ä | |',
      '| B ä | ✅|',
    ],
    [
      'plan/k.md',
      '# Ä\n\n| Task | Description | Status |\n|---|---|---|\n| 1 | Ä | open |\n| 2 | B | to do |\n',
      '2',
      'to do',
      'Completed',
    ],
    [
      '.agent/k.md',
      '# K\n\n## Purpose\n\n## Progress\n\n- [x] a\n- [ ] b\n\n## Decision Log\n',
      '2',
      '- [ ] b',
      '- [x] b',
    ],
  ])('changes one place of %s', (path, text, unit, before, after) =>
    expect(marked({ [path]: text }, unit)).toEqual({ [path]: text.replace(before, after) }),
  );

  it.each([
    ['.tickets/a.md', 'id: a\nstatus: open\ndeps: []\n', 'a', 'closed'],
    ['todos/001-a.md', 'status: open\nissue_id: "001"\ndependencies: []\n', '001', 'complete'],
    ['docs/plans/x/01-a.md', 'id: 01-a\nstatus: open\ndepends_on: []\n', '01-a', 'done'],
  ])('uses the word of the tracker in %s', (path, fields, unit, word) => {
    const text = `---\n${fields}---\n\n# A\n`;
    expect(marked({ [path]: text }, unit)).toEqual({ [path]: text.replace('open', word) });
  });

  it('flips boxes alone; BOM, CRLF, other letters and trailing spaces stay', () => {
    const text =
      '\uFEFF# Größe Plan\r\n\r\n## Task 1: Ä\r\n\r\n- [x] **Step 1: ä**  \r\n* [ ] **Step 2: 日本**\t\r\n\r\n## Task 2: B\r\n\r\n- [ ] **Step 1**\r\n';
    expect(marked({ 'p.md': text }, '1')).toEqual({ 'p.md': text.replace('* [ ]', '* [x]') });
  });

  it('leaves optional boxes and the boxes of other units open', () => {
    const path = '.kiro/specs/x/tasks.md';
    const text = '- [ ] 1. A\n  - [-] 1.1 B\n  - [ ]* 1.2 C\n- [ ] 2. D\n';
    expect(marked({ [path]: text }, '1')[path]).toBe(
      '- [x] 1. A\n  - [x] 1.1 B\n  - [ ]* 1.2 C\n- [ ] 2. D\n',
    );
    expect(marked({ [path]: text.replace('- [-] 1.1', '> - [ ] 1.1') }, '2')[path]).toContain('- [x] 2. D');
  });

  it('flips one box of a checklist item', () => {
    expect(marked({ 'todo.md': '- [ ] a\n  - [ ] b\n- [ ] c\n' }, '1')['todo.md']).toBe(
      '- [x] a\n  - [ ] b\n- [ ] c\n',
    );
  });

  it('does nothing where it is marked already', () => {
    const documents = { 'todo.md': '- [ ] a\n- [x] b\n' };
    expect(marked(documents, '2')).toEqual(documents);
  });

  it('writes nothing where the words were changed, and does not mind marks', () => {
    const before = { 'todo.md': '- [ ] a\n  - [ ] inner\n- [ ] b\n' };
    expect(() =>
      marked(before, '1', undefined, { 'todo.md': '- [ ] other\n  - [ ] inner\n- [ ] b\n' }),
    ).toThrow(/^conflict: 1 was changed in todo.md/);
    const after = marked(before, '1', undefined, {
      'todo.md': 'New words.\n\n- [ ] a\n  - [x] inner\n- [x] b\n',
    });
    expect(after['todo.md']).toBe('New words.\n\n- [x] a\n  - [x] inner\n- [x] b\n');
  });

  it('ticks criteria by their place, after any characters', () => {
    const task = (criteria: string) =>
      `---\nid: task-1\nstatus: To Do\nparent_task_id: task-0\n---\n日本語の説明がここに立つ日本語の説明\n\n- [ ] 前\n\n${criteria}\n\n## Later\n\n- [ ] 後\n`;
    for (const criteria of [
      '<!-- AC:BEGIN -->\n- [ ] #1 速い\n<!-- AC:END -->',
      '## Acceptance Criteria\n\n- [ ] 速い',
    ]) {
      const path = 'backlog/tasks/task-1 - x.md';
      const text = task(criteria);
      const done = text.replace('To Do', 'Done').replace(criteria, criteria.replace('[ ]', '[x]'));
      expect(marked({ [path]: text }, 'task-1')[path]).toBe(done);
    }
  });

  it('ticks the boxes of tasks, not other boxes in their phase', () => {
    const path = 'specs/001-x/tasks.md';
    const text =
      '## Phase 1: A\n\n- [ ] T001 a\n  - [ ] inner\n- [ ] no task\n\n## Phase 2: B\n\n- [ ] T002 b\n';
    expect(marked({ [path]: text }, 'phase-1')[path]).toBe(
      text.replace('- [ ] T001 a\n  - [ ]', '- [x] T001 a\n  - [x]'),
    );
  });

  it('ticks the boxes that OpenSpec counts', () => {
    const path = 'openspec/changes/a/tasks.md';
    const text = '- [ ] 1.1 ä\r\n* [X] 1.2 b\r\n\r\n```\r\n\t- [ ] c\r\n```\r\n+ [ ] d\r\n';
    expect(marked({ [path]: text }, 'a')[path]).toBe(
      text.replace('[ ] 1.1', '[x] 1.1').replace('[ ] c', '[x] c'),
    );
  });

  it('flips the box of a phase checklist that keeps no state beside it', () => {
    const text = '# P\n\n## Phase 1: A\n\n- [ ] 1.1 a\n  - [ ] 1.1.1 c\n- [ ] 1.2 b\n';
    expect(marked({ '.swarm/plan.md': text }, '1.1')).toEqual({
      '.swarm/plan.md': text.replace('[ ] 1.1 ', '[x] 1.1 '),
    });
  });

  it('makes the summary that a GSD plan names, where it is beside it', () => {
    const folder = '.planning/phases/01-a';
    const plan = (output: string) =>
      `---\nphase: 01-a\nplan: 01\nwave: 1\n---\n<tasks><task><name>a</name></task></tasks>\n<output>\n\`${output}\`\n</output>\n`;
    const made = (output: string) =>
      Object.keys(marked({ [`${folder}/01-01-PLAN.md`]: plan(output) }, '01-01'));
    expect(made(`${folder}/01-a-01-SUMMARY.md`)).toContain(`${folder}/01-a-01-SUMMARY.md`);
    expect(made('../../../../etc/SUMMARY.md')).toContain(`${folder}/01-01-SUMMARY.md`);
  });

  it('makes a summary for GSD and ticks the roadmap', () => {
    const folder = '.planning/phases/01-a';
    const plan =
      '---\nphase: 01-a\nplan: 01\nwave: 1\n---\n<objective>Do it</objective>\n<tasks><task><name>a</name></task></tasks>\n';
    const roadmap = '- [ ] 01-010-PLAN.md — other\n- [ ] 01-01-PLAN.md — this\n';
    const after = marked({ [`${folder}/01-01-PLAN.md`]: plan, '.planning/ROADMAP.md': roadmap }, '01-01');
    expect(after['.planning/ROADMAP.md']).toBe('- [ ] 01-010-PLAN.md — other\n- [x] 01-01-PLAN.md — this\n');
    expect(after[`${folder}/01-01-SUMMARY.md`]).toContain('# Do it');
    expect(after[`${folder}/01-01-PLAN.md`]).toBe(plan);
  });

  it('leaves struck-through boxes open', () => {
    const text = '# Tasks: A\n\n## Phase 1: A\n\n- [ ] T001 a\n- [ ] ~~T002 b~~\n';
    const after = marked({ 'specs/001-a/tasks.md': text }, 'phase-1')['specs/001-a/tasks.md'];
    expect(after).toBe(text.replace('[ ] T001', '[x] T001'));
  });

  it('ticks the boxes of a phase task that is a heading', () => {
    const text =
      '# P\n\n## Phase 1: A\n\n### 1.1 a\n\n- [ ] x\n- [ ] y\n\n### 1.2 b (depends: 1.1)\n\n- [ ] z\n';
    const after = marked({ 'p.md': text }, '1.1')['p.md'];
    expect(after).toBe(text.replace('[ ] x', '[x] x').replace('[ ] y', '[x] y'));
  });

  it('writes the state of a phase checklist beside it, never its boxes', () => {
    const path = 'docs/plan-outputs/p/status.json';
    const text = '# P\n\n## Phase 1: A\n\n- [ ] 1.1 a\n- [ ] 1.2 b\n';
    const made = marked({ 'docs/plans/p.md': text }, '1.1');
    expect(made['docs/plans/p.md']).toBe(text);
    expect(JSON.parse(made[path] ?? '')).toEqual({ tasks: [{ id: '1.1', status: 'completed' }] });
    const list = '{ "tasks": [{"id":"1.1","status":"ü"},\n {"id":"1.2", "status" : "pending"}] }';
    expect(marked({ 'docs/plans/p.md': text, [path]: list }, '1.2')[path]).toBe(
      list.replace('"pending"', '"completed"'),
    );
    const added = JSON.parse(
      marked({ 'docs/plans/p.md': text, [path]: '{"tasks":[{"id":"1.1","status":"completed"}]}' }, '1.2')[
        path
      ] ?? '',
    ) as object;
    expect(added).toEqual({
      tasks: [
        { id: '1.1', status: 'completed' },
        { id: '1.2', status: 'completed' },
      ],
    });
  });

  it('changes one value of JSON', () => {
    const tasks =
      '{"master":{"tasks":[{"id":1,"title":"Größe","status":"pending"},\n  {"id":2,"title":"ß", "status" :  "in-progress", "subtasks":[{"id":1,"status":"pending"}]}]}}';
    expect(marked({ 'tasks.json': tasks }, '2')['tasks.json']).toBe(tasks.replace('"in-progress"', '"done"'));
    const prd =
      '{"userStories":[{"id":"A","title":"ä","passes":false},{"id":"B","title":"b","passes": false}]}';
    expect(marked({ 'prd.json': prd }, 'B')['prd.json']).toBe(
      prd.replace('"passes": false', '"passes": true'),
    );
  });

  it('changes one value of front matter, and the criteria of Backlog.md', () => {
    const path = 'backlog/tasks/task-1 - A.md';
    const task =
      '---\r\nid: task-1\r\ntitle: ä\r\nstatus: "To Do" # now\r\n---\r\n- [ ] other\r\n<!-- AC:BEGIN -->\r\n- [ ] #1 ä\r\n<!-- AC:END -->\r\n';
    expect(marked({ [path]: task }, 'task-1')[path]).toBe(
      task.replace('To Do', 'Done').replace('[ ] #1', '[x] #1'),
    );
    const own = '---\nid: 01-a\nwave: 1\nplan: p\nstatus: pending\n---\n- [ ] box\n';
    expect(marked({ 'x/task-01-a.md': own }, '01-a')['x/task-01-a.md']).toBe(own.replace('pending', 'done'));
    const spec = '---\nid: SPEC-A-1\nstatus: draft\n---\n# A\n';
    expect(marked({ '.moai/specs/SPEC-A-1/spec.md': spec }, 'SPEC-A-1')['.moai/specs/SPEC-A-1/spec.md']).toBe(
      spec.replace('draft', 'completed'),
    );
  });

  it('changes both places of BMAD', () => {
    const status = 'development_status:\n  1-1-a: in-progress # ä\n  1-2-b: backlog\n';
    const story = '# Story 1.1: A\n\nStatus: in-progress\n';
    const after = marked({ 'sprint-status.yaml': status, '1-1-a.md': story }, '1.1');
    expect(after).toEqual({
      'sprint-status.yaml': status.replace('in-progress', 'done'),
      '1-1-a.md': story.replace('in-progress', 'done'),
    });
  });

  it.each([
    ['## Status\n\nApprovéd', '## Status\n\ndone'],
    ['**Epic:** é | **Status:** Draft | 5', '**Epic:** é | **Status:** done | 5'],
  ])('finds the state of a story in %j', (before, after) => {
    const path = 'docs/stories/1.1.story.md';
    const text = `# Story 1.1: A\n\n${before}\n\n## Tasks\n\n- [ ] a\n`;
    expect(marked({ [path]: text }, '1.1')[path]).toBe(text.replace(before, after));
  });

  it('changes the status of one of several stories, else its boxes', () => {
    const text =
      '# Epics\n\n**Status:** Draft\n\n### Story 1.1: A\n\n**Status:** Draft\n\n- [ ] a\n\n### Story 1.2: B\n\n- [ ] b\n';
    expect(marked({ 'epics.md': text }, '1.1')['epics.md']).toBe(
      text.replace('A\n\n**Status:** Draft', 'A\n\n**Status:** done'),
    );
    expect(marked({ 'epics.md': text }, '1.2')['epics.md']).toBe(text.replace('[ ] b', '[x] b'));
  });

  it("sets done in fairlead's own plans", () => {
    const text = 'title: Ä\nunits:\n  - id: a\n    title: a\n  - title: b\n    id: b\n    done: false\n';
    expect(marked({ 'p.yaml': text }, 'a')['p.yaml']).toBe(
      text.replace('id: a\n', 'id: a\n    done: true\n'),
    );
    expect(marked({ 'p.yaml': text }, 'b')['p.yaml']).toBe(text.replace('false', 'true'));
  });

  it('names the command that closes an issue of beads, and unknown units', () => {
    const documents = {
      '.beads/issues.jsonl': '{"id":"a-1","title":"a","issue_type":"task","status":"open"}',
    };
    const refused = markDone(planFiles(documents), [], planOf(documents), 'a-1');
    expect(refused).toMatchObject({ ok: false, error: { code: 'unsupported', next: 'Run: bd close a-1' } });
    expect(markDone(planFiles(documents), [], planOf(documents), 'a-2')).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    });
  });
});
