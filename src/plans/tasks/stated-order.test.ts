import { describe, expect, it } from 'vitest';
import { graphOf, planOf } from '../../../test/support/plan-files.ts';

describe('a chapter of task dependencies', () => {
  const tasks =
    '# Tasks\n\n- [ ] Task 1: Player\n- [ ] Task 2: List\n- [ ] Task 3: Source\n- [ ] Task 4: Words\n\n';
  const read = (chapter: string) => graphOf(planOf({ '.trae/specs/radio/tasks.md': tasks + chapter }));

  it.each([
    [
      '# Task Dependencies\n\n- Task 2 depends on Task 3\n- Task 3 depends on Task 1\n- Task 4: None\n',
      ['1', '2 <- 3', '3 <- 1', '4'],
    ],
    [
      '# Task Dependencies\n\n- [Task 2] depends on [Task 1], [Task 3]\n- [Task 4] has no dependencies\n',
      ['1', '2 <- 1 3', '3', '4'],
    ],
    [
      '# 任务依赖\n\n- Task 2 依赖 Task 3\n- Task 3 依赖于 Task 1\n- Task 4 无依赖\n',
      ['1', '2 <- 3', '3 <- 1', '4'],
    ],
    ['## Dependencies\n\nTasks 2-4 depend on Task 1 (its types)\n', ['1', '2 <- 1', '3 <- 1', '4 <- 1']],
    ['# Task Dependencies\n\n- All other tasks depend on Task 1\n', ['1', '2 <- 1', '3 <- 1', '4 <- 1']],
  ])('says the order: %j', (chapter, graph) => expect(read(chapter)).toEqual(graph));

  it('keeps the document order of tasks that it does not mention', () => {
    expect(read('# Task Dependencies\n\n- Task 3 depends on Task 1\n')).toEqual([
      '1',
      '2',
      '3 <- 1',
      '4 <- 2',
    ]);
  });

  it('is ignored if it is about packages', () => {
    expect(read('## Dependencies\n\n- express 5\n- Node 24\n')).toEqual(['1', '2 <- 1', '3 <- 2', '4 <- 3']);
  });
});

describe('stories of Spec Kit', () => {
  const phases =
    '# Tasks\n\n## Phase 1: Setup\n\n- [ ] T001 a\n\n## Phase 2: Foundational\n\n- [ ] T002 b\n\n## Phase 3: User Story 1 - A\n\n- [ ] T003 [US1] c\n\n## Phase 4: User Story 2 - B\n\n- [ ] T004 [US2] d\n\n## Dependencies\n\n';
  const story2 = (line: string) => graphOf(planOf({ 'specs/001-x/tasks.md': phases + line })).at(-1);

  it.each([
    '- **User Story 2 (P1)**: Depends on US1',
    '- **US2**: Foundational + US1',
    '- **User Story 2**: Foundational (Phase 2) + US1',
    '- User Story 2 (Phase 4): requires User Story 1',
    '```\nUS2: depends on US1\n```',
    '- **US2**: starts after User Story 1 is complete',
  ])('wait for the story that they name: %s', (line) =>
    expect(story2(`${line}\n`)).toBe('phase-4 <- phase-2 phase-3'),
  );

  it.each([
    '- **User Story 2 (P1)**: Can start after Foundational (Phase 2), independent of US1',
    '- **User Story 2 (P1)**: Can start after Foundational (Phase 2) - May integrate with US1',
    '- **US2**: Can start after Foundational, may integrate with US1',
  ])('do not wait for what they only speak of: %s', (line) =>
    expect(story2(`${line}\n`)).toBe('phase-4 <- phase-2'),
  );
});

describe('dependencies in code', () => {
  const read = (detail: string) =>
    graphOf(
      planOf({
        'docs/plans/x.md': `# Plan\n\n## Phase 1: Read\n\n- [ ] 1.1 Syntax\n  - ${detail}\n- [ ] 1.2 Reader (depends: 1.1)\n`,
      }),
    );

  it.each(['Like `(depends: 1.2)`', 'Write ``depends on `1.2` `` there', '`Blocked by: 1.2` is a label'])(
    'are examples: %s',
    (detail) => expect(read(detail)).toEqual(['1.1', '1.2 <- 1.1']),
  );

  it('are ids where the words around them are text', () => {
    expect(
      graphOf(
        planOf({
          'docs/plans/x.md': '# Plan\n\n## Phase 1: Read\n\n- [ ] 1.1 a\n- [ ] 1.2 b (depends on `1.1`)\n',
        }),
      ),
    ).toEqual(['1.1', '1.2 <- 1.1']);
  });
});

describe('units that wait for each other', () => {
  const told = (documents: Record<string, string>) =>
    planOf(documents).problems.flatMap(({ code, message, path, line }) =>
      code === 'cycle' ? [[message.slice(message.indexOf('(') + 1, -1), `${path}:${line}`]] : [],
    );

  it('are reported with the lines that state it', () => {
    expect(
      told({
        'docs/plans/x.md':
          '# Plan\n\n## Phase 1: Read\n\n- [ ] 1.1 a\n  - depends on 1.2 for its types\n- [ ] 1.2 b (depends: 1.1)\n',
      }),
    ).toEqual([
      ['1.1 waits for 1.2: docs/plans/x.md:6; 1.2 waits for 1.1: docs/plans/x.md:7', 'docs/plans/x.md:6'],
    ]);
  });

  it('are reported with the line of a chapter that names both', () => {
    expect(
      told({
        'tasks.md':
          '# Tasks\n\n- [ ] Task 1: A\n- [ ] Task 2: B\n\n# Task Dependencies\n\n- Task 1 depends on Task 2\n- Task 2 depends on Task 1\n',
      })[0]?.[0],
    ).toBe('1 waits for 2: tasks.md:8; 2 waits for 1: tasks.md:9');
  });

  it('are reported with the unit if the order of the document causes it', () => {
    expect(
      told({
        'docs/plans/x.md':
          '# Plan\n\n## Phase 1\n\n- [ ] 1.1 a (depends: 2.1)\n\n## Phase 2\n\n- [ ] 2.1 b\n',
      })[0]?.[0],
    ).toBe(
      '1.1 waits for 2.1: docs/plans/x.md:5; 2.1 waits for 1.1: docs/plans/x.md:9, by the order of the document',
    );
  });
});
