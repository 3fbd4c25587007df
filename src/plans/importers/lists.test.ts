import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../test/support/plan-files.ts';

describe('lists of what must pass', () => {
  const story = (id: string, more: object = {}) => ({ id, title: `Story ${id}`, ...more });

  it.each([
    ['stories', { stories: [story('1', { acceptance: ['a'] }), story('2', { acceptance: ['b'] })] }],
    ['features', { features: [story('1', { passes: true }), story('2', { passes: false })] }],
    ['tasks', { tasks: [story('1', { passes: true }), story('2', { passes: false })] }],
    [
      'user_stories',
      { user_stories: [story('1', { acceptance_criteria: ['a'] }), story('2', { passes: false })] },
    ],
    [
      'a bare list',
      [story('1', { acceptance_criteria: ['a'], status: 'pending' }), story('2', { passes: true })],
    ],
  ])('are read from %s', (_name, content) => {
    const plan = planOf({ 'prd.json': JSON.stringify(content) });
    expect(plan.format).toBe('ralph');
    expect(graphOf(plan)).toEqual(['1', '2 <- 1']);
  });

  it('takes commands for all, those of a story, and criteria that are a command which passes', () => {
    const plan = planOf({
      'prd.json': JSON.stringify({
        verifyCommands: ['task check', 'npm start'],
        userStories: [
          story('1', {
            passes: false,
            testCommand: 'npm test -- one',
            acceptanceCriteria: [
              'cargo test && cargo clippy passes',
              'Typecheck passes',
              'The go test passes',
            ],
          }),
        ],
      }),
    });
    expect(unitOf(plan, '1').gate).toEqual(['npm test -- one', 'task check', 'cargo test && cargo clippy']);
  });

  it('goes by priorities that are words, and knows deliverables', () => {
    const plan = planOf({
      'prd.json': JSON.stringify({
        stories: [
          story('1', { priority: 'low', acceptance: ['a'], deliverables: ['src/a.ts', 'a good feeling'] }),
          story('2', { priority: 'high', acceptance: ['a'], status: 'completed' }),
          story('3', { priority: 'P2', acceptance: ['a'] }),
        ],
      }),
    });
    expect(graphOf(plan)).toEqual(['1 <- 3', '2', '3 <- 2']);
    expect(unitOf(plan, '1').files).toEqual(['src/a.ts']);
    expect(unitOf(plan, '2').done).toBe(true);
  });

  it('are not seen in other JSON', () => {
    expect(() => planOf({ 'prd.json': '{"phases":[{"name":"One","tests":{"api":["a"]}}]}' })).toThrow(
      'not a plan',
    );
    expect(() => planOf({ 'a.json': '{"items":[{"name":"x","acceptance":""}]}' })).toThrow('not a plan');
  });
});

describe('beads in epics', () => {
  const issue = (id: string, type: string, more: object = {}) =>
    JSON.stringify({ id, title: id, status: 'open', issue_type: type, ...more });
  const edge = (depends_on_id: string, type: string) => ({ depends_on_id, type });

  it('lets all that an epic holds wait for what the epic waits for, at any depth', () => {
    const plan = planOf({
      '.beads/issues.jsonl': [
        issue('e', 'epic'),
        issue('e.1', 'epic', { dependencies: [edge('e', 'parent-child')] }),
        issue('e.1.1', 'task', { dependencies: [edge('e.1', 'parent-child')] }),
        issue('e.1.2', 'task', { parent: 'e.1', dependencies: [edge('e.1.1', 'waits-for')] }),
        issue('e.2', 'epic', { dependencies: [edge('e', 'parent-child'), edge('e.1', 'blocks')] }),
        issue('e.2.1', 'bug', { dependencies: [edge('e.2', 'parent-child'), edge('e.1.1', 'blocks')] }),
        issue('z', 'task', { dependencies: [edge('e', 'blocks'), edge('e', 'related')] }),
      ].join('\n'),
    });
    expect(graphOf(plan)).toEqual([
      'e.1.1',
      'e.1.2 <- e.1.1',
      'e.2.1 <- e.1.1 e.1.2',
      'z <- e.1.1 e.1.2 e.2.1',
    ]);
  });

  it('leaves out what is pinned or only asks for a merge', () => {
    const plan = planOf({
      '.beads/issues.jsonl': [
        issue('a', 'task'),
        issue('b', 'merge-request'),
        issue('c', 'task', { status: 'pinned' }),
      ].join('\n'),
    });
    expect(graphOf(plan)).toEqual(['a']);
    expect(plan.problems).toMatchObject([{ code: 'skipped_issues' }]);
  });
});
