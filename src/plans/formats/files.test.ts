import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../test/support/plan-files.ts';

describe('Task Master', () => {
  const path = '.taskmaster/tasks/tasks.json';
  const tasks = [
    {
      id: 1,
      title: 'Größe',
      description: 'Measure.',
      testStrategy: 'Run `npm test`.',
      status: 'done',
      dependencies: [],
    },
    {
      id: '2',
      title: 'Two',
      details: 'In src/two.ts',
      status: 'in-progress',
      dependencies: ['1', 3],
      subtasks: [
        { id: 1, title: 'Sub', status: 'done', dependencies: [], parentId: 'undefined' },
        { id: 2, title: 'Other', dependencies: ['2.1', '4.1'] },
      ],
    },
    { id: 3, title: 'Later', status: 'deferred', dependencies: [] },
    { id: 4, title: 'Four', status: 'pending', dependencies: [1], subtasks: [{ id: 1, title: 'S' }] },
  ];

  it('reads a tag; ids are numbers or text, dependencies may name subtasks', () => {
    const text = JSON.stringify({ master: { tasks }, other: { tasks: [{ id: 9 }] } }, null, 2);
    const plan = planOf({ [path]: text });
    expect(graphOf(plan)).toEqual(['1', '2 <- 1 4', '4 <- 1']);
    expect(unitOf(plan, '1')).toMatchObject({
      done: true,
      gate: ['npm test'],
      acceptance: ['Run `npm test`.'],
    });
    expect(unitOf(plan, '2')).toMatchObject({
      files: ['src/two.ts'],
      steps: [
        { title: 'Sub', done: true },
        { title: 'Other', done: false },
      ],
    });
    expect(plan.problems.map(({ code }) => code)).toEqual(['other_tags', 'skipped_task']);
    const { range } = unitOf(plan, '2');
    expect(
      JSON.parse(new TextDecoder().decode(new TextEncoder().encode(text).slice(range.start, range.end))),
    ).toEqual(tasks[1]);
  });

  it('reads the current tag, and older files without tags', () => {
    const text = JSON.stringify({ master: { tasks }, other: { tasks: [{ id: 9, title: 'Nine' }] } });
    expect(graphOf(planOf({ [path]: text, '.taskmaster/state.json': '{"currentTag":"other"}' }))).toEqual([
      '9',
    ]);
    expect(graphOf(planOf({ 'tasks.json': JSON.stringify({ tasks }) }))).toHaveLength(3);
  });

  it('reads a bare list', () => {
    const text = JSON.stringify([
      { id: 'S1', title: 'One', status: 'done', dependencies: [] },
      { id: 'S2', title: 'Two', status: 'pending', dependencies: ['S1'] },
    ]);
    const plan = planOf({ 'out/tasks.json': text });
    expect(plan.format).toBe('task_master');
    expect(graphOf(plan)).toEqual(['S1', 'S2 <- S1']);
  });
});

describe('beads', () => {
  const issue = (id: string, more: object = {}) =>
    JSON.stringify({ id, title: id, status: 'open', issue_type: 'task', ...more });
  const edge = (from: string, to: string, type: string) => ({ issue_id: from, depends_on_id: to, type });
  const lines = [
    issue('a-1', { status: 'closed' }),
    issue('a-2', {
      dependencies: [edge('a-2', 'a-1', 'blocks'), edge('a-2', 'a-4', 'discovered-from')],
      acceptance_criteria: '- fast\n- small',
    }),
    issue('a-3', { issue_type: 'epic' }),
    issue('a-4', { dependencies: [edge('a-4', 'a-3', 'parent-child')] }),
    'no json',
    issue('a-5', { dependencies: [edge('a-5', 'a-3', 'blocks')], issue_type: 'gate' }),
  ];

  it('orders by blocks alone; who waits for an epic waits for its parts', () => {
    const plan = planOf({ '.beads/issues.jsonl': lines.join('\r\n') });
    expect(graphOf(plan)).toEqual(['a-1', 'a-2 <- a-1', 'a-4', 'a-5 <- a-4']);
    expect(unitOf(plan, 'a-1').done).toBe(true);
    expect(unitOf(plan, 'a-2').acceptance).toEqual(['fast', 'small']);
    expect(unitOf(plan, 'a-5').kind).toBe('verify');
    expect(plan.problems).toMatchObject([{ code: 'invalid_json', line: 5 }, { code: 'skipped_epics' }]);
  });

  it('reads what `bd list --json` prints', () => {
    const plan = planOf({
      'issues.json': `[${lines
        .filter((line) => line.startsWith('{'))
        .slice(1)
        .join(',')}]`,
    });
    expect(graphOf(plan)).toEqual(['a-2', 'a-4', 'a-5 <- a-4']);
  });

  it('leaves out what is deleted, put off, or a record about agents', () => {
    const text = [
      issue('e', { issue_type: 'epic' }),
      issue('e.1', { dependencies: [edge('e.1', 'e', 'parent-child'), edge('e.1', 'e', 'blocks')] }),
      issue('e.2', { dependencies: [edge('e.2', 'e', 'parent-child'), edge('e.2', 'e', 'blocks')] }),
      issue('x', { dependencies: [edge('x', 'old', 'blocks'), edge('x', 'late', 'blocks')] }),
      issue('old', { status: 'tombstone' }),
      issue('late', { status: 'deferred' }),
      issue('s', { issue_type: 'session' }),
      '{"_type":"memory","id":"m","key":"k"}',
    ].join('\n');
    const plan = planOf({ '.beads/issues.jsonl': text });
    expect(graphOf(plan)).toEqual(['e.1', 'e.2', 'x']);
    expect(plan.problems.map(({ severity, code }) => [severity, code])).toEqual([
      ['note', 'skipped_epics'],
      ['note', 'skipped_issues'],
    ]);
    expect(plan.problems[1]?.message).toMatch(/^late, s: /);
  });
});

describe('Backlog.md', () => {
  const task = (id: string, status: string, more = '') =>
    `---\nid: ${id}\ntitle: Task of ${id}\nstatus: ${status}\nassignee: []\n${more}---\n\n## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [x] #1 It works\n- [ ] #2 It is fast\n<!-- AC:END -->\n`;

  it('makes a unit of a file; done is the last status of the configuration', () => {
    const plan = planOf({
      'backlog/tasks/task-10 - Ten.md': task(
        'task-10',
        'To Do',
        'dependencies: [TASK-2]\nparent_task_id: task-2\n',
      ),
      'backlog/tasks/task-2 - Two.md': task('task-2', 'Shipped'),
      'backlog/tasks/task-3 - Three.md': task('task-3', 'Done'),
      'backlog/config.yml': 'statuses: ["To Do", "Done", "Shipped"]\n',
    });
    expect(plan.format).toBe('backlog');
    expect(graphOf(plan)).toEqual(['task-2', 'task-3', 'task-10 <- task-2']);
    expect(plan.units.map(({ done }) => done)).toEqual([true, false, false]);
    expect(unitOf(plan, 'task-10').acceptance).toEqual(['It works', 'It is fast']);
  });

  it('knows tasks that are completed, and names those that were not asked for', () => {
    const path = 'backlog/tasks/back-5 - Five.md';
    const read = (other: string) =>
      planOf({ [path]: task('BACK-5', 'To Do', 'dependencies: [task-4]\n') }, undefined, [other]);
    expect(read('backlog/completed/back-4 - Four.md').problems).toEqual([]);
    expect(read('backlog/tasks/back-4 - Four.md').problems).toMatchObject([
      { severity: 'error', code: 'dependency_not_named' },
    ]);
    expect(read('README.md').problems).toMatchObject([{ severity: 'error', code: 'unknown_dependency' }]);
  });
});

describe('directory plan', () => {
  const task = (id: string, more: string, body = '') =>
    `---\nid: ${id}\ntitle: ${id}\nplan: plan.md\n${more}---\n${body}`;
  const folder = 'docs/plans/summary';

  it('makes a unit of a task file, with its sections', () => {
    const plan = planOf({
      [`${folder}/plan.md`]: '# Summary of models\n\n**Goal:** One line\n\n- [ ] a box of the overview\n',
      [`${folder}/task-01-contract.md`]: task('01-contract', 'status: complete\nwave: 1\ndepends_on: []\n'),
      [`${folder}/task-02-screen.md`]: task(
        '02-screen',
        'status: pending\nwave: 2\ndepends_on: [01-contract]\n',
        '## Acceptance\n\n- It shows\n\n## Verification\n\n```bash\n# all\npnpm test -- screen\n```\n\n## Files likely touched\n\n- `src/screen.tsx`\n- src/model.ts\n',
      ),
      [`${folder}/task-10-end.md`]: task(
        '10-end',
        'status: pending\nwave: 3\ndepends_on:\n  - 1\n  - task-02-screen.md\n',
      ),
    });
    expect(plan).toMatchObject({ format: 'directory', title: 'Summary of models', goal: 'One line' });
    expect(graphOf(plan)).toEqual([
      '01-contract',
      '02-screen <- 01-contract',
      '10-end <- 01-contract 02-screen',
    ]);
    expect(unitOf(plan, '01-contract').done).toBe(true);
    expect(unitOf(plan, '02-screen')).toMatchObject({
      declared_wave: 2,
      acceptance: ['It shows'],
      gate: ['pnpm test -- screen'],
      files: ['src/screen.tsx', 'src/model.ts'],
    });
  });
});

describe('directory plan without front matter', () => {
  const task = (number: string, needs: string) =>
    `# Task ${number} — The chip\n\n**Phase:** One · **Depends on:** ${needs} · **Owns:** a\n\nWords.\n\n## Verification Commands\n\n\`\`\`\nnpm test\n\`\`\`\n\n## Review\n\n- [ ] Small\n`;

  it('is known by names and headings; what a task waits for stands in words', () => {
    const plan = planOf({
      'Tasks/Task-1-1.md': task('1-1', 'none'),
      'Tasks/Task-1-2.md': task('1-2', 'Task 1-1'),
    });
    expect(plan.format).toBe('directory');
    expect(graphOf(plan)).toEqual(['1-1', '1-2 <- 1-1']);
    expect(unitOf(plan, '1-2')).toMatchObject({
      title: 'The chip',
      gate: ['npm test'],
      steps: [{ title: 'Small' }],
    });
    const alone = planOf({ 'Tasks/Task-1-2.md': task('1-2', 'Task 1-1') }, undefined, ['Tasks/Task-1-1.md']);
    expect(alone.problems).toMatchObject([
      { code: 'dependency_not_named', message: '1-2 depends on 1-1: name Tasks/Task-1-1.md too' },
    ]);
  });

  it('is known by front matter that says what a task waits for', () => {
    const text = (title: string, needs: string) =>
      `---\ntitle: ${title}\nowner: fe\ndepends_on: [${needs}]\n---\n# ${title}\n\n## Goal\nx\n`;
    const plan = planOf({ 'w/01-api.md': text('Api', ''), 'w/02-page.md': text('Page', '01-api.md') });
    expect(plan.format).toBe('directory');
    expect(graphOf(plan)).toEqual(['01-api', '02-page <- 01-api']);
    const alone = planOf({ 'w/02-page.md': text('Page', '01-api.md, 3') }, undefined, [
      'w/01-api.md',
      'v/03-end.md',
    ]);
    expect(alone.problems.map(({ message }) => message)).toEqual([
      '02-page depends on 01-api.md: name w/01-api.md too',
      '02-page depends on 3, which is not in this plan',
    ]);
    const done = text('Page', '01-api.md, 3').replace('owner: fe', 'status: done');
    const over = planOf({ 'w/02-page.md': done }, undefined, ['w/01-api.md']);
    expect(over.problems).toMatchObject([{ severity: 'note', code: 'unknown_dependency' }]);
    const whole = '---\ntitle: P\ndepends_on: [x]\n---\n# P Plan\n\n## Task 1: A\n\nx\n\n## Task 2: B\n\nx\n';
    expect(planOf({ 'docs/p.md': whole }).format).toBe('superpowers');
  });
});

describe('MoAI', () => {
  const spec = (id: string, more = '') =>
    `---\nid: ${id}\ntitle: "Title of ${id}"\nstatus: draft\n${more}---\n# ${id}\n\nWords.\n`;
  const base = '.moai/specs';

  it('makes a unit of a SPEC', () => {
    const plan = planOf(
      {
        [`${base}/SPEC-A-001/spec.md`]: spec('SPEC-A-001').replace('draft', 'completed'),
        [`${base}/SPEC-B-001/spec.md`]: spec('SPEC-B-001', 'depends_on: [SPEC-A-001, SPEC-C-001]\n'),
        [`${base}/SPEC-B-001/plan.md`]: '# Plan\n\n### M1 — First — Priority P0\n\n### M2 — Second\n',
        [`${base}/SPEC-B-001/acceptance.md`]: '# Acceptance\n\n## AC-1 Given a thing\n',
      },
      undefined,
      [`${base}/SPEC-C-001/spec.md`],
    );
    expect(graphOf(plan)).toEqual(['SPEC-A-001', 'SPEC-B-001 <- SPEC-A-001']);
    expect(plan.problems).toMatchObject([
      {
        severity: 'error',
        code: 'dependency_not_named',
        message: 'SPEC-B-001 depends on SPEC-C-001: name .moai/specs/SPEC-C-001 too',
      },
    ]);
    expect(unitOf(plan, 'SPEC-A-001').done).toBe(true);
    expect(unitOf(plan, 'SPEC-B-001')).toMatchObject({
      title: 'Title of SPEC-B-001',
      steps: [{ title: 'M1 — First — Priority P0' }, {}],
      acceptance: ['AC-1 Given a thing'],
    });
  });

  it('makes units of the tasks where one SPEC is named', () => {
    const plan = planOf({
      [`${base}/SPEC-A-001/spec.md`]: spec('SPEC-A-001'),
      [`${base}/SPEC-A-001/plan.md`]:
        '# Implementation Plan: SPEC-A-001\n\n## Task Breakdown\n\n### Task 1: One\n\nx\n\n### Task 2: Two\n\ny\n\n## Risk\n',
    });
    expect(plan).toMatchObject({ format: 'moai', context: [`${base}/SPEC-A-001/spec.md`] });
    expect(graphOf(plan)).toEqual(['1', '2 <- 1']);
  });

  it('leaves out what is superseded, and names what else belongs to a SPEC', () => {
    const plan = planOf({
      [`${base}/SPEC-A-001/spec.md`]: spec('SPEC-A-001').replace('draft', 'superseded'),
      [`${base}/SPEC-B-001/spec.md`]: spec('SPEC-B-001', 'depends_on: [SPEC-A-001]\n'),
      [`${base}/SPEC-B-001/plan.md`]: '# Plan\n\nWords.\n',
    });
    expect(graphOf(plan)).toEqual(['SPEC-B-001']);
    expect(plan.context).toEqual([]);
    expect(plan.units[0]?.prompt).toMatch(/Words\.\n\nRead for it: \.moai\/specs\/SPEC-B-001\/plan\.md$/);
    expect(plan.problems).toMatchObject([{ severity: 'note', code: 'skipped_specs' }]);
    const over = { [`${base}/SPEC-A-001/spec.md`]: spec('SPEC-A-001').replace('draft', 'superseded') };
    expect(() => planOf(over)).toThrow('superseded or given up: SPEC-A-001');
  });
});

describe('BMAD', () => {
  it('reads the status file and the stories that are written', () => {
    const plan = planOf({
      'sprint-status.yaml':
        'project: Shop\ndevelopment_status:\n  epic-1: in-progress\n  1-1-login: done\n  1-2-cart: ready-for-dev\n  1-10-pay: backlog\n  epic-1-retrospective: optional\n',
      'stories/1-1-login.md': '# Story 1.1: Log in\n\nStatus: done\n',
      'stories/1-2-cart.md':
        '# Story 1.2: Cart\n\nStatus: ready-for-dev\n\n## Acceptance Criteria\n\n1. It holds things\n\n## Tasks\n\n- [ ] Task 1 (AC: #1)\n  - [ ] inner\n',
    });
    expect(plan).toMatchObject({ format: 'bmad', title: 'Shop' });
    expect(graphOf(plan)).toEqual(['1.1', '1.2 <- 1.1', '1.10 <- 1.2']);
    expect(unitOf(plan, '1.1').done).toBe(true);
    expect(unitOf(plan, '1.2')).toMatchObject({
      title: 'Cart',
      acceptance: ['It holds things'],
      steps: [{ title: 'Task 1 (AC: #1)' }],
    });
    expect(plan.problems).toMatchObject([{ code: 'no_story', unit: '1.10' }]);
  });

  it('leaves out stories that are given up, and tells what it does not know', () => {
    const plan = planOf({
      'docs/sprint-status.yaml':
        'development_status:\n  epic-1: in-progress\n  1-1-a:\n    status: done\n  1-2-b: archived # merged\n  extra: backlog\n  epic-1-retrospective: optional\n',
      'docs/stories/1-1-a.md': '# Story 1.1: A\n',
      'docs/stories/1-2-b.md': '# Story 1.2: B\n',
    });
    expect(plan.units).toMatchObject([{ id: '1.1', done: true }]);
    expect(plan.problems).toMatchObject([{ severity: 'note', code: 'skipped_stories' }]);
    expect(plan.problems[0]?.message).toContain('1-2-b (archived), extra (backlog)');
  });

  it('takes commands of criteria that are to pass', () => {
    const plan = planOf({
      'docs/stories/1-1-a.md':
        '# Story 1.1: A\n\nStatus: done\n\n## Acceptance Criteria\n\n1. It is small.\n2. `npm run lint` passes.\n3. `npm start` passes.\n',
    });
    expect(plan.units).toMatchObject([{ id: '1.1', done: true, gate: ['npm run lint'] }]);
  });
});

describe('BMAD with letters', () => {
  it('reads epics that are called m1', () => {
    const plan = planOf({
      'sprint-status.yaml':
        'development_status:\n  epic-m1: done\n  m1-1-a-b: done\n  m2-1-c: done\n  epic-m1-retrospective: optional\n',
    });
    expect(graphOf(plan)).toEqual(['m1.1', 'm2.1 <- m1.1']);
  });
});

describe('Ralph', () => {
  const story = (id: string, priority: number, more: object = {}) => ({
    id,
    title: id,
    description: 'd',
    acceptanceCriteria: ['It works', '`npm run typecheck` passes'],
    priority,
    passes: false,
    ...more,
  });

  it('goes by priority where no story says what it depends on', () => {
    const plan = planOf({
      'prd.json': JSON.stringify({
        name: 'Shop',
        userStories: [story('US-2', 2), story('US-1', 1, { passes: true })],
      }),
    });
    expect(plan).toMatchObject({ format: 'ralph', title: 'Shop' });
    expect(graphOf(plan)).toEqual(['US-2 <- US-1', 'US-1']);
    expect(unitOf(plan, 'US-1')).toMatchObject({ done: true, gate: ['npm run typecheck'] });
  });

  it('takes files and commands where they are listed', () => {
    const more = { files: ['src/a.ts'], verifyCommands: ['npm run lint', 'npm install x'] };
    const plan = planOf({ 'prd.json': JSON.stringify({ userStories: [story('A', 1, more)] }) });
    expect(unitOf(plan, 'A')).toMatchObject({
      files: ['src/a.ts'],
      gate: ['npm run lint', 'npm run typecheck'],
    });
  });

  it('goes by dependencies where they are said', () => {
    const plan = planOf({
      'prd.json': JSON.stringify({
        userStories: [story('A', 1), story('B', 2, { dependsOn: ['A'] }), story('C', 3)],
      }),
    });
    expect(graphOf(plan)).toEqual(['A', 'B <- A', 'C']);
  });

  it('reads a bare list, and the names that others give to files and commands', () => {
    const story = {
      title: 'A',
      filesToModify: ['src/a.ts'],
      verificationCommands: ['npm test', 'npm start'],
    };
    const text = JSON.stringify([
      { id: 'a', ...story, passes: false },
      { id: 'b', description: 'Only described', passes: true },
    ]);
    const plan = planOf({ 'ralph/prd.json': text });
    expect(plan.units).toMatchObject([
      { id: 'a', files: ['src/a.ts'], gate: ['npm test'], done: false },
      { id: 'b', title: 'Only described', done: true },
    ]);
  });
});

describe('fairlead', () => {
  const text = `title: Größer
goal: More room
context: [docs/a.md]
units:
  - id: types
    title: Add the types
    files: src/types.ts
    gate:
      - npm test
  - id: look
    title: Look at it
    kind: verify
    depends_on: [types]
    agent: claude
    done: true
    prompt: |
      Über alles.

      - line
`;

  it('reads units as they are written', () => {
    const plan = planOf({ 'plan.yaml': text });
    expect(plan).toMatchObject({
      format: 'fairlead',
      title: 'Größer',
      goal: 'More room',
      context: ['docs/a.md'],
      problems: [],
    });
    expect(graphOf(plan)).toEqual(['types', 'look <- types']);
    expect(unitOf(plan, 'types')).toMatchObject({
      prompt: 'Add the types',
      files: ['src/types.ts'],
      gate: ['npm test'],
      done: false,
    });
    expect(unitOf(plan, 'look')).toMatchObject({
      kind: 'verify',
      agent: 'claude',
      done: true,
      prompt: 'Über alles.\n\n- line',
    });
  });

  it.each([
    ['an unknown key', 'goal: More', 'gaol: More', 'unknown_key', 2],
    ['an unknown key of a unit', 'kind: verify', 'knd: verify', 'unknown_key', 12],
    ['a wrong kind', 'kind: verify', 'kind: human', 'shape', 10],
    ['a list where text must be', 'title: Look at it', 'title: [Look]', 'shape', 11],
    ['an id that is none', 'id: look', 'id: look at', 'shape', 10],
    ['a dependency that is not there', '[types]', '[typos]', 'unknown_dependency', null],
  ])('refuses %s with the line', (_name, before, after, code, line) => {
    const [problem] = planOf({ 'plan.yaml': text.replace(before, after) }, 'fairlead').problems;
    expect(problem).toMatchObject({ severity: 'error', code });
    if (line !== null) expect(problem?.line).toBe(line);
  });

  it('refuses YAML that is none, with the line', () => {
    expect(() => planOf({ 'plan.yaml': text.replace('goal: More room', 'goal: "More') }, 'fairlead')).toThrow(
      /plan\.yaml: line \d+: Missing closing/,
    );
  });
});
