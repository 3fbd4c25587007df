import { describe, expect, it } from 'vitest';
import { allMarked } from '../../../test/support/mark-plan.ts';
import { graphOf, planOf, unitOf } from '../../../test/support/plan-files.ts';
import type { Documents } from '../../../test/support/plan-files.ts';
import { wantedFiles } from '../wanted-files.ts';

const titles = (documents: Documents) =>
  planOf(documents).units.map(({ id, title, done }) => `${id} ${title}${done ? ' x' : ''}`);
const people = (documents: Documents) =>
  planOf(documents).units.flatMap(({ id, steps }) =>
    steps.flatMap(({ kind, title }) => (kind === 'auto' ? [] : [`${id} ${kind} ${title}`])),
  );
const wanted = (listing: string[], asked: string) => {
  const found = wantedFiles(listing, [asked]);
  return found.ok ? found.value : found.error.message;
};

describe('Antigravity', () => {
  const change = (kind: string, name: string, folder: string) =>
    `#### [${kind}] [${name}](file:///home/ida/kiln/${folder}/${name})\n\n- Change it.\n\n`;
  const plan = `# Kiln control\n\nKeep the heat.\n\n## Proposed Changes\n\n### Sensor\n\n${change('NEW', 'probe.ts', 'src/heat')}${change('MODIFY', 'main.ts', 'src')}---\n\n### Display\n\n${change('DELETE', 'old dial.ts'.replace(' ', '-'), 'src')}## Verification Plan\n\n### Automated Tests\n\n- \`npm test\`\n- Run \`npm run lint\`\n\n### Manual Verification\n\n- Fire the kiln and read the display\n`;

  it('has the components of the proposed changes as units, proved by its verification plan', () => {
    const read = planOf({ 'implementation_plan.md': plan }, undefined, ['src/main.ts', 'src/heat/curve.ts']);
    expect(read.format).toBe('antigravity');
    expect(read.units.map(({ title }) => title)).toEqual(['Sensor', 'Display']);
    expect(graphOf(read)).toEqual(['1', '2 <- 1']);
    expect(unitOf(read, '1').files).toEqual(['src/heat/probe.ts', 'src/main.ts']);
    expect(unitOf(read, '2').gate).toEqual(['npm test', 'npm run lint']);
    expect(people({ 'implementation_plan.md': plan })).toEqual([
      '2 verify Fire the kiln and read the display',
    ]);
  });

  it('has files as units where nothing groups them, and takes its title from its goal', () => {
    const text = `# Goal Description\n\nKeep the heat. Slowly.\n\n## 拟议的更改\n\n${change('MODIFY', 'main.ts', 'src')}${change('NEW', 'b.ts', 'src')}## 验证计划\n\n### 手动验证\n\n- 查看窑炉\n`;
    const documents = { '.gemini/antigravity/brain/7f/implementation_plan.md': text };
    expect(planOf(documents).title).toBe('Keep the heat.');
    expect(titles(documents)).toEqual(['1 Modify main.ts', '2 Add b.ts']);
    expect(people(documents)).toEqual(['2 verify 查看窑炉']);
  });

  it('goes by the boxes of its task.md, which the plan beside it proves', () => {
    const documents = {
      'brain/7f/task.md':
        '# Kiln\n\n- [x] Look around <!-- id: 0 -->\n- [/] Sensor <!-- id: 1 -->\n  - [ ] probe <!-- id: 2 -->\n',
      'brain/7f/implementation_plan.md': plan,
    };
    const read = planOf(documents);
    expect(read.format).toBe('antigravity');
    expect(titles(documents)).toEqual(['1 Look around x', '2 Sensor']);
    expect(unitOf(read, '2').gate).toEqual(['npm test', 'npm run lint']);
    expect(read.context).toContain('brain/7f/implementation_plan.md');
    expect(allMarked(documents)['brain/7f/task.md']).toContain(
      '- [x] Sensor <!-- id: 1 -->\n  - [x] probe <!-- id: 2 -->',
    );
    expect(wanted(Object.keys(documents), 'brain')).toEqual(Object.keys(documents));
  });

  it('tells that the plan asks for a review, and ticks the headings of what is done', () => {
    const text = plan.replace('## Proposed', '## User Review Required\n\n> Is it safe?\n\n## Proposed');
    expect(planOf({ 'implementation_plan.md': text }).problems.map(({ code }) => code)).toEqual([
      'review_required',
    ]);
    const after = allMarked({ 'implementation_plan.md': text });
    expect(titles(after)).toEqual(['1 Sensor x', '2 Display x']);
  });

  it.each([
    ['IMPLEMENTATION_PLAN.md', '# Kiln plan\n\n- [ ] Sensor\n- [ ] Display\n', 'checklist'],
    [
      'implementation_plan.md',
      '# Kiln Plan\n\n### Task 1: Sensor\n\nx\n\n### Task 2: Display\n\ny\n',
      'superpowers',
    ],
    ['docs/task.md', '# Kiln\n\n- [ ] Sensor\n- [ ] Display\n', 'checklist'],
  ])('does not take every %s for one of its own', (path, text, format) =>
    expect(planOf({ [path]: text }).format).toBe(format),
  );
});

describe('planning-with-files', () => {
  const phase = (number: number, status: string, boxes: string) =>
    `### Phase ${number}: Part ${number}\n\n${boxes}- **Status:** ${status}\n\n`;
  const head = '# Task Plan: Kiln\n\n## Goal\n\nKeep the heat.\n\n## Phases\n\n';

  it('has its phases as units, in order, with the commands of their boxes', () => {
    const text = `${head}${phase(1, 'complete', '- [x] read\n')}${phase(2, 'in_progress', '- [ ] write `src/a.ts`\n- [ ] Run `npm test`\n')}## Key Questions\n\n1. Which?\n2. What?\n\n## Errors Encountered\n\n| Error | Attempt |\n|---|---|\n| none | 1 |\n`;
    const read = planOf({ 'task_plan.md': text }, undefined, ['findings.md']);
    expect([read.format, read.goal]).toEqual(['task_plan', 'Keep the heat.']);
    expect(graphOf(read)).toEqual(['1', '2 <- 1']);
    expect(unitOf(read, '2')).toMatchObject({ gate: ['npm test'], files: ['src/a.ts'], done: false });
    expect(read.context).toEqual(['task_plan.md', 'findings.md']);
  });

  it('marks the boxes of a phase and the word of its status', () => {
    const text = `${head}${phase(1, 'pending', '- [ ] read\n')}${phase(2, '**pending**', '')}`;
    const after = allMarked({ 'task_plan.md': text })['task_plan.md'] ?? '';
    expect(after).toContain('- [x] read\n- **Status:** complete\n');
    expect(after.match(/complete/g)).toHaveLength(2);
    expect(planOf({ 'task_plan.md': after }).units.every(({ done }) => done)).toBe(true);
  });

  it('has a box for each phase in its older form', () => {
    const documents = {
      'work/task_plan.md':
        '# Task Plan: Kiln\n\n## Phases\n\n- [x] Phase 1: Plan\n- [ ] Phase 2: Build\n\n## Status\n\n**Currently in Phase 2**\n',
    };
    expect(planOf(documents).format).toBe('task_plan');
    expect(titles(documents)).toEqual(['1 Plan x', '2 Build']);
    expect(allMarked(documents)['work/task_plan.md']).toContain('- [x] Phase 2: Build');
  });

  it('reads phases in Chinese, and finds the file in a folder', () => {
    const documents = {
      'work/task_plan.md':
        '# 任务计划\n\n### 阶段 1：了解\n\n- [x] 阅读\n- **状态：** complete\n\n### 阶段 2：实现\n\n- [ ] 手动测试\n- **状态：** pending\n',
    };
    expect(titles(documents)).toEqual(['1 了解 x', '2 实现']);
    expect(people(documents)).toEqual(['2 verify 手动测试']);
    expect(wanted(['work/task_plan.md', 'work/findings.md'], 'work')).toContain('work/task_plan.md');
  });
});

describe('Trellis', () => {
  const json = (name: string, more: object = {}) =>
    JSON.stringify({ id: name, name, title: `Title of ${name}`, status: 'planning', ...more }, null, 2);
  const prd =
    '# Kiln\n\n## Requirements\n\n- x\n\n## Acceptance Criteria\n\n- [ ] `npm test` passes\n- [ ] It is warm\n';

  it('has a unit for each task, with what its prd.md asks for', () => {
    const read = planOf({
      '.trellis/tasks/11-01-kiln/task.json': json('kiln', { relatedFiles: ['src/kiln.ts'] }),
      '.trellis/tasks/11-01-kiln/prd.md': prd,
      '.trellis/tasks/11-02-dial/task.json': json('dial', { status: 'completed' }),
      '.trellis/tasks/11-03-lamp/task.json': json('lamp', { status: 'cancelled' }),
    });
    expect(read.format).toBe('trellis');
    expect(read.units.map(({ id, done }) => [id, done])).toEqual([
      ['11-01-kiln', false],
      ['11-02-dial', true],
    ]);
    expect(unitOf(read, '11-01-kiln')).toMatchObject({
      title: 'Title of kiln',
      gate: ['npm test'],
      acceptance: ['npm test passes', 'It is warm'],
      files: ['src/kiln.ts'],
    });
  });

  it('has a task wait for its children, by either end', () => {
    const read = planOf(
      {
        '.trellis/tasks/a/task.json': json('a', { children: ['b'], depends_on: ['old'] }),
        '.trellis/tasks/b/task.json': json('b'),
        '.trellis/tasks/c/task.json': json('c', { parent: '.trellis/tasks/a' }),
      },
      undefined,
      ['.trellis/tasks/archive/2026-10/old/task.json'],
    );
    expect(graphOf(read)).toEqual(['a <- b c', 'b', 'c']);
    expect(read.problems).toEqual([]);
  });

  it('marks the status of task.json alone', () => {
    const documents = {
      '.trellis/tasks/kiln/task.json': json('kiln', { notes: 'Größe' }),
      '.trellis/tasks/kiln/prd.md': prd,
    };
    const after = allMarked(documents);
    expect(after).toEqual({
      ...documents,
      '.trellis/tasks/kiln/task.json': documents['.trellis/tasks/kiln/task.json'].replace(
        'planning',
        'completed',
      ),
    });
    expect(planOf(after).units[0]?.done).toBe(true);
  });

  it('leaves what is archived out', () => {
    const listing = [
      '.trellis/tasks/a/task.json',
      '.trellis/tasks/a/prd.md',
      '.trellis/tasks/archive/2026-10/b/task.json',
    ];
    expect(wanted(listing, '.')).toEqual(['.trellis/tasks/a/task.json', '.trellis/tasks/a/prd.md']);
    expect(wanted(listing, '.trellis/tasks/a/prd.md')).toEqual([
      '.trellis/tasks/a/prd.md',
      '.trellis/tasks/a/task.json',
    ]);
  });
});

describe('Agent OS', () => {
  const path = 'agent-os/specs/2026-11-01-kiln/tasks.md';
  const group = (number: number, needs: string) =>
    `#### Task Group ${number}: Part ${number}\n\n**Dependencies:** ${needs}\n\n- [ ] ${number}.0 Complete part ${number}\n  - [ ] ${number}.1 Write tests\n  - [ ] ${number}.2 Run \`npm test\`\n\n**Acceptance Criteria:**\n\n- Part ${number} is warm\n\n`;

  it('has groups of tasks as units, with their dependencies and acceptance criteria', () => {
    const read = planOf(
      {
        [path]: `# Task Breakdown: Kiln\n\n## Task List\n\n### Heat\n\n${group(1, 'None')}${group(2, 'Task Group 1')}${group(3, 'Task Groups 1, 2')}## Execution Order\n\n1. Heat (Task Group 1)\n2. Rest\n`,
      },
      undefined,
      ['agent-os/specs/2026-11-01-kiln/spec.md'],
    );
    expect(read.format).toBe('agent_os');
    expect(graphOf(read)).toEqual(['1', '2 <- 1', '3 <- 1 2']);
    expect(unitOf(read, '2')).toMatchObject({
      title: 'Part 2',
      acceptance: ['Part 2 is warm'],
      gate: ['npm test'],
    });
    expect(read.context).toEqual(['agent-os/specs/2026-11-01-kiln/spec.md']);
  });

  it('has numbered boxes as units in its first version', () => {
    const documents = {
      '.agent-os/specs/2026-11-01-kiln/tasks.md':
        '# Spec Tasks\n\n## Tasks\n\n- [ ] 1. Sensor\n  - [x] 1.1 Write tests\n  - [ ] 1.2 Wire it\n- [x] 2. Display\n  - [x] 2.1 Write tests\n',
    };
    expect(planOf(documents)).toMatchObject({ format: 'agent_os', title: '2026-11-01-kiln' });
    expect(titles(documents)).toEqual(['1 Sensor', '2 Display x']);
    expect(allMarked(documents)[Object.keys(documents)[0] ?? '']).toContain('- [x] 1. Sensor');
  });

  it('is found in a repository that has nothing else', () =>
    expect(wanted([path, 'agent-os/product/roadmap.md'], '.')).toContain(path));
});

describe('Trae', () => {
  const folder = '.trae/specs/kiln';
  const documents = {
    [`${folder}/tasks.md`]:
      '# Tasks\n\n- [x] Task 1: Sensor\n  - [x] SubTask 1.1: Probe\n- [ ] Task 2: Display\n  - [ ] SubTask 2.1: Dial\n- [ ] Task 3: Words\n\n# Task Dependencies\n\n- [Task 3] depends on [Task 1]\n',
    [`${folder}/checklist.md`]:
      '# Checklist\n\n- [ ] `npm test` passes\n- [ ] It is warm\n- [ ] Manual check of the dial\n',
  };

  it('has its tasks as units; the last is held to the checklist', () => {
    const read = planOf(documents, undefined, [`${folder}/spec.md`]);
    expect([read.format, read.title]).toEqual(['trae', 'kiln']);
    expect(read.units.map(({ id, title }) => `${id} ${title}`)).toEqual(['1 Sensor', '2 Display', '3 Words']);
    expect(graphOf(read).at(-1)).toBe('3 <- 1');
    expect(unitOf(read, '1').steps.map(({ title }) => title)).toEqual(['Probe']);
    expect(unitOf(read, '3')).toMatchObject({
      gate: ['npm test'],
      acceptance: ['npm test passes', 'It is warm'],
    });
    expect(people(documents)).toEqual(['3 verify Manual check of the dial']);
    expect(read.context).toEqual([`${folder}/spec.md`, `${folder}/checklist.md`]);
  });

  it('marks a task and those in it, and leaves the checklist alone', () => {
    const after = allMarked(documents);
    expect(after[`${folder}/tasks.md`]).toContain('- [x] Task 2: Display\n  - [x] SubTask 2.1: Dial');
    expect(after[`${folder}/checklist.md`]).toBe(documents[`${folder}/checklist.md`]);
  });

  it('reads tasks in Chinese', () =>
    expect(
      titles({
        [`${folder}/tasks.md`]:
          '# 任务\n\n- [ ] 任务 1：传感器\n- [ ] 任务 2：显示\n\n# 任务依赖\n\n- 任务 2 依赖于 任务 1\n',
      }),
    ).toEqual(['1 传感器', '2 显示']));

  it('is read with its checklist', () =>
    expect(wanted(Object.keys(documents), folder)).toEqual(Object.keys(documents)));
});
