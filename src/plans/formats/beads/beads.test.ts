import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../../test/support/plan-files.ts';

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

  it('orders by blocks alone; an issue that waits for an epic waits for its parts', () => {
    const plan = planOf({ '.beads/issues.jsonl': lines.join('\r\n') });
    expect(graphOf(plan)).toEqual(['a-1', 'a-2 <- a-1', 'a-4', 'a-5 <- a-4']);
    expect(unitOf(plan, 'a-1').done).toBe(true);
    expect(unitOf(plan, 'a-2').acceptance).toEqual(['fast', 'small']);
    expect(unitOf(plan, 'a-5').kind).toBe('verify');
    expect(plan.problems).toMatchObject([{ code: 'invalid_json', line: 5 }, { code: 'skipped_epics' }]);
  });

  it('reads the output of `bd list --json`', () => {
    const plan = planOf({
      'issues.json': `[${lines
        .filter((line) => line.startsWith('{'))
        .slice(1)
        .join(',')}]`,
    });
    expect(graphOf(plan)).toEqual(['a-2', 'a-4', 'a-5 <- a-4']);
  });

  it('skips deleted and deferred issues, and records about agents', () => {
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

describe('beads in epics', () => {
  const issue = (id: string, type: string, more: object = {}) =>
    JSON.stringify({ id, title: id, status: 'open', issue_type: type, ...more });
  const edge = (depends_on_id: string, type: string) => ({ depends_on_id, type });

  it('makes all parts of an epic wait for its dependencies, at any depth', () => {
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

  it('skips pinned issues and merge requests', () => {
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
