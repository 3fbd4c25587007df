import { describe, expect, it } from 'vitest';
import { allMarked } from '../../../../test/support/mark-plan.ts';
import { graphOf, planOf, unitOf } from '../../../../test/support/plan-files.ts';

describe('.tickets', () => {
  const ticket = (id: string, fields: string) => ({
    [`.tickets/${id}.md`]: `---\nid: ${id}\nstatus: open\n${fields}links: []\n---\n# Ticket ${id}\n\nDo it.\n`,
  });

  it('has no unit for an epic; a task that waits for one waits for its parts', () => {
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

  it('has the epic as context, and gates of its tasks', () => {
    const plan = planOf({
      '.claude/epics/kiln/epic.md':
        '---\nname: kiln\nstatus: backlog\n---\n\n# Epic: kiln\n\n- [ ] 1.md - Part 1\n',
      ...task(1, 'depends_on: []\n'),
    });
    expect(plan.context).toEqual(['.claude/epics/kiln/epic.md']);
    expect(unitOf(plan, '1')).toMatchObject({ gate: ['npm test'], title: 'Part 1' });
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
