/** Rules with `max_uses`: which calls count as a use, and when a rule no longer applies. */
import { describe, expect, test } from 'vitest';
import type { SourcedRule } from '../../contract/settings.ts';
import type { Decision } from '../../contract/verdict.ts';
import { bash, callOf, policyOf } from '../../../test/support/policy-scene.ts';
import type { ToolCall } from './call.ts';
import { checkRules } from './check-rules.ts';
import { judge } from './judge.ts';
import type { Policy } from './policy.ts';
import { keyOf } from './rule-state.ts';

type Lists = Partial<Record<Decision, string[]>>;

/** Rules with three uses each, some of them used already. */
function limited(lists: Lists, used: Record<string, number> = {}): Policy {
  const withLimit = (decision: Decision) =>
    (lists[decision] ?? []).map((rule): SourcedRule => ({ rule, source: 'c', root: '/repo', max_uses: 3 }));
  return policyOf({}, 'moderate', {
    allow: withLimit('allow'),
    ask: withLimit('ask'),
    deny: withLimit('deny'),
    used: (key) => used[key] ?? 0,
  });
}

describe('a verdict is a use of the rules that decided', () => {
  test.each<[Lists, ToolCall, Decision, string[]]>([
    [{ allow: ['Bash(make:*)'] }, bash('make a'), 'allow', ['allow Bash(make:*) in c']],
    [{ allow: ['Bash(make:*)'] }, bash('make a && make b; ls'), 'allow', ['allow Bash(make:*) in c']],
    [
      { allow: ['Bash(make:*)', 'Bash(touch:*)'] },
      bash('make a && touch b'),
      'allow',
      ['allow Bash(make:*) in c', 'allow Bash(touch:*) in c'],
    ],
    [
      { allow: ['Bash(make:*)', 'Edit(/x)'] },
      bash('make a > x'),
      'allow',
      ['allow Bash(make:*) in c', 'allow Edit(/x) in c'],
    ],
    [{ allow: ['Bash(make:*)'] }, bash('make a && touch b'), 'ask', []],
    [
      { allow: ['Bash(make:*)'], ask: ['Bash(make a)'] },
      bash('make a && make b'),
      'ask',
      ['ask Bash(make a) in c'],
    ],
    [
      { allow: ['Bash(make:*)'], deny: ['Bash(curl:*)', 'Bash(make a)'] },
      bash('make a; curl x'),
      'deny',
      ['deny Bash(curl:*) in c'],
    ],
    [{ deny: ['Bash(curl:*)'] }, bash(`curl x${'; ls'.repeat(5_000)}`), 'deny', ['deny Bash(curl:*) in c']],
    [
      { allow: ['Edit(src/**)'] },
      callOf('Write', { file_path: 'src/a' }),
      'allow',
      ['allow Edit(src/**) in c'],
    ],
    [{ deny: ['mcp__a'] }, callOf('mcp__a__b', {}), 'deny', ['deny mcp__a in c']],
    [{ allow: ['mcp__a'] }, callOf('mcp__b__b', {}), 'ask', []],
  ])('%j', (lists, call, decision, uses) => {
    const verdict = judge(limited(lists), call);
    expect(verdict.decision).toBe(decision);
    expect(verdict.uses ?? []).toEqual(uses);
    expect(verdict.parts.every((part) => !('uses' in part))).toBe(true);
  });

  test('rules without a number of uses are not counted', () => {
    expect(judge(policyOf({ allow: ['Bash(make:*)'] }), bash('make')).uses).toBeUndefined();
  });
});

describe('a rule without remaining uses does not apply', () => {
  const rule = 'Bash(make:*)';
  test.each<[Decision, number, Decision]>([
    ['allow', 2, 'allow'],
    ['allow', 3, 'ask'],
    ['deny', 2, 'deny'],
    ['deny', 3, 'ask'],
    ['ask', 2, 'ask'],
    ['ask', 4, 'ask'],
  ])('%s after %d uses: %s', (list, count, decision) => {
    const verdict = judge(limited({ [list]: [rule] }, { [`${list} ${rule} in c`]: count }), bash('make'));
    expect(verdict.decision).toBe(decision);
    expect(verdict.rule).toBe(count < 3 ? rule : null);
    if (count < 3) expect(verdict.reason).toBe(`${list} rule ${rule} (c, use ${count + 1} of 3)`);
  });

  test('the next matching rule decides then', () => {
    const policy = limited({ allow: [rule, 'Bash'] }, { [`allow ${rule} in c`]: 3 });
    expect(judge(policy, bash('make')).rule).toBe('Bash');
  });

  test('and so is said when rules are checked', () => {
    const policy = limited({ allow: [rule, 'Bash(make)'] }, { [`allow ${rule} in c`]: 3 });
    // A rule that can expire does not hide the rules after it.
    expect(checkRules(policy)).toMatchObject([
      { rule, message: 'used up: it has decided about 3 of 3 calls' },
    ]);
  });
});

test('a rule is another one in another file, in another list, with another text, or added by another answer', () => {
  const base: SourcedRule = { rule: 'Read', source: 'a', root: '/' };
  const keys = [
    keyOf('allow', base),
    keyOf('deny', base),
    keyOf('allow', { ...base, source: 'b' }),
    keyOf('allow', { ...base, rule: 'Edit' }),
    keyOf('allow', { ...base, id: 'r1' }),
    keyOf('allow', { ...base, id: 'r2' }),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  const again = {
    ...base,
    rule: ' Read ',
    root: '/x',
    reason: 'other',
    expires: '2030-01-01T00:00:00Z',
    max_uses: 9,
  };
  expect(keyOf('allow', again)).toBe(keyOf('allow', base));
});
