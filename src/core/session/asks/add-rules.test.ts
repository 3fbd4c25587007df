/** Answers that add rules: valid rules, and when none are added. */
import { describe, expect, it } from 'vitest';
import { kinds, play, settings, steps, context, working } from '../../../../test/support/core-scene.ts';
import type { CommandOf } from '../../../contract/command.ts';
import type { Decision } from '../../../contract/verdict.ts';
import { decide } from '../decide.ts';
import type { AddedRule } from '../state.ts';
import type { DecisionContext } from '../decision-context.ts';

type Shape = Omit<Partial<CommandOf<'approve'>>, 'type' | 'approval' | 'input'>;

/** A session with a pending call, and these rules in its configuration. */
function waiting(command: string, lists: Partial<Record<Decision, string[]>> = {}) {
  const sourced = (rules: string[] = []) =>
    rules.map((rule) => ({ rule, source: 'config.yaml', root: '/repo' }));
  const policy = {
    ...settings.policy,
    allow: sourced(lists.allow),
    ask: sourced(lists.ask),
    deny: sourced(lists.deny),
  };
  const known: Partial<DecisionContext> = { settings: { ...settings, policy } };
  const { session } = play({}, [...working, steps.asked('r1', 't1', command)], known);
  const approval = session.asks[0]?.approval;
  if (!approval) throw new Error('nothing waits');
  const answer = (type: 'approve' | 'deny', shape: Shape) =>
    decide(
      session,
      { type, approval: approval.id, ...shape },
      {
        ...context(60, known),
        newIds: { id: '0123456789', prompt: 'p', conversation: 'c' },
        by: 'maria',
      },
    );
  return { approval, answer };
}

describe('rules shown with a call', () => {
  it.each<[string, Partial<Record<Decision, string[]>>, string[] | null, string[] | null]>([
    ['npm test', {}, ['Bash(npm test)'], ['Bash(npm test)']],
    ['ls && npm test', {}, ['Bash(npm test)'], ['Bash(npm test)']],
    ['npm test; make', { allow: ['Bash(make)'] }, ['Bash(npm test)'], ['Bash(npm test)']],
    ['echo $(id)', {}, null, null],
    // An ask rule takes precedence over an allow rule, but not over a deny rule.
    ['npm test', { ask: ['Bash(npm:*)'] }, null, ['Bash(npm test)']],
  ])('%s with %j', (command, lists, always, never) => {
    expect(waiting(command, lists).approval).toMatchObject({ always, never });
  });
});

it('a part of a line with a limited allow rule needs a rule to be allowed permanently, and none to be denied', () => {
  const limited = { rule: 'Bash(touch:*)', source: 'config.yaml', root: '/repo', max_uses: 2 };
  const policy = { ...settings.policy, allow: [limited] };
  const known: Partial<DecisionContext> = { settings: { ...settings, policy } };
  const { session } = play({}, [...working, steps.asked('r1', 't1', 'touch a && npm publish')], known);
  expect(session.asks[0]?.approval).toMatchObject({
    always: ['Bash(touch a)', 'Bash(npm publish)'],
    never: ['Bash(npm publish)'],
  });
});

describe('an answer adds', () => {
  it.each<['approve' | 'deny', Shape, Partial<AddedRule & { scope: string }>[]]>([
    ['approve', { scope: 'once' }, []],
    ['approve', { scope: 'session' }, [{ rule: 'Bash(npm test -- a)', decision: 'allow', scope: 'session' }]],
    ['approve', { scope: 'always' }, [{ rule: 'Bash(npm test -- a)', decision: 'allow', scope: 'user' }]],
    ['deny', {}, []],
    [
      'deny',
      { scope: 'repository' },
      [{ rule: 'Bash(npm test -- a)', decision: 'deny', scope: 'repository' }],
    ],
    [
      'approve',
      {
        scope: 'always',
        rules: ['Bash(npm test:*)', 'Bash(npm test:*)', 'Read'],
        max_uses: 3,
        reason: 'tests',
      },
      [
        { rule: 'Bash(npm test:*)', max_uses: 3, reason: 'tests', id: 'r0123456789' },
        { rule: 'Read', max_uses: 3, reason: 'tests', id: 'r1234567890' },
      ],
    ],
    [
      'deny',
      { scope: 'always', rules: ['Bash(npm:*)'], expires: '2h' },
      [{ rule: 'Bash(npm:*)', decision: 'deny', expires: '2026-01-01T02:01:00.000Z' }],
    ],
    ['deny', { scope: 'always', rules: ['mcp__*', 'Bash'] }, [{ rule: 'mcp__*' }, { rule: 'Bash' }]],
  ])('%s %j', (type, shape, rules) => {
    const { answer, approval } = waiting('npm test -- a');
    const decided = answer(type, shape);
    if (!decided.ok) throw new Error(decided.error.message);
    expect(kinds(decided.value)).toEqual([...rules.map(() => 'rule.added'), 'approval.answered']);
    for (const [index, rule] of rules.entries())
      expect(decided.value[index]).toMatchObject({ data: { by: 'maria', ...rule } });
    expect(decided.value.at(-1)).toMatchObject({ data: { approval_id: approval.id, by: 'maria' } });
  });
});

it('an answer for a run reaches as far as the run of its session', () => {
  const { session } = play({ run_id: 'run1' }, [...working, steps.asked('r1', 't1', 'npm test')]);
  const approval = session.asks[0]?.approval.id ?? '';
  const decided = decide(
    session,
    { type: 'deny', approval, scope: 'run', max_uses: 1 },
    { ...context(60), by: 'maria' },
  );
  expect(decided).toMatchObject({
    ok: true,
    value: [{ data: { scope: 'run', decision: 'deny', rule: 'Bash(npm test)', max_uses: 1 } }, {}],
  });
});

describe('an answer is refused, with an alternative,', () => {
  it.each<[string, 'approve' | 'deny', Shape, RegExp, RegExp]>([
    ['npm test', 'approve', { rules: ['Bash'] }, /adds no rule/, /--always/],
    ['npm test', 'approve', { scope: 'once', max_uses: 1 }, /adds no rule/, /--always/],
    ['npm test', 'deny', { reason: 'x' }, /adds no rule/, /--session/],
    ['npm test', 'approve', { scope: 'run' }, /belongs to no run/, /--session/],
    ['npm test', 'deny', { scope: 'run' }, /belongs to no run/, /--session/],
    ['npm test', 'approve', { scope: 'always', expires: '2025-01-01' }, /in the past/, /2h/],
    ['npm test', 'approve', { scope: 'always', rules: ['mcp__*'] }, /mcp__\* never matches/, /another one/],
    ['npm test', 'approve', { scope: 'always', rules: ['Bash('] }, /never matches/, /another one/],
    ['npm test', 'approve', { scope: 'always', rules: ['Bash(npx *)'] }, /allows nothing/, /another one/],
    ['npm test', 'approve', { scope: 'always', rules: ['Tool(a:b)'] }, /never matches/, /another one/],
    [
      'npm test; make',
      'approve',
      { scope: 'always', rules: ['Bash(npm test)'] },
      /"make" would not be allowed by Bash\(npm test\)/,
      /--rule 'Bash\(npm test\)' --rule 'Bash\(make\)'/,
    ],
    [
      'npm test',
      'approve',
      { scope: 'always', rules: ['Bash(npm run:*)'] },
      /this call would not be allowed by Bash\(npm run:\*\): no rule matches/,
      /--rule 'Bash\(npm test\)'/,
    ],
    ['echo $(id)', 'approve', { scope: 'always', rules: ['Bash'] }, /cannot parse/, /for this once/],
    ['echo $(id)', 'approve', { scope: 'always' }, /no rule matches exactly/, /or give rules: --rule/],
    [
      'npm test',
      'deny',
      { scope: 'always', rules: ['Bash(make:*)'] },
      /this call would not be denied by Bash\(make:\*\)/,
      /--rule 'Bash\(npm test\)'/,
    ],
  ])('%s: %s %j', (command, type, shape, message, next) => {
    const decided = waiting(command).answer(type, shape);
    if (decided.ok) throw new Error('it was accepted');
    expect(decided.error.code).toBe('invalid');
    expect(decided.error.message).toMatch(message);
    expect(decided.error.next).toMatch(next);
  });

  it('if an ask rule takes precedence', () => {
    const { answer } = waiting('npm test', { ask: ['Bash(npm:*)'] });
    const decided = answer('approve', { scope: 'always', rules: ['Bash(npm test)'] });
    expect(decided).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('ask rule Bash(npm:*) (config.yaml)') as string },
    });
  });
});
