import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bash, callOf, policyOf, workspace } from '../../../test/support/policy-scene.ts';
import { exactRules } from './exact-rules.ts';
import { judge } from './judge.ts';

describe('exact rules for a call', () => {
  test.each([
    [bash('npm test'), ['Bash(npm test)']],
    [bash('ls && npm test | tail'), ['Bash(npm test)', 'Bash(tail)']],
    [callOf('Edit', { file_path: `${workspace}/src/a.ts` }), ['Edit(/src/a.ts)']],
    [callOf('Write', { file_path: '/tmp/x' }), ['Edit(//tmp/x)']],
    [callOf('WebFetch', { url: 'https://Example.com/x' }), ['WebFetch(domain:example.com)']],
    [callOf('mcp__a__b', { any: 1 }), ['mcp__a__b']],
  ])('%#', (call, rules) => {
    expect(exactRules(call, (command) => command === 'ls')).toEqual(rules);
    expect(judge(policyOf({ allow: [...rules, 'Bash(ls)'] }), call).decision).toBe('allow');
  });

  test.each([
    bash('echo $(id)'),
    bash('echo x > y'),
    bash('FOO=1 npm test'),
    bash('echo *'),
    bash('a; b; c; d; e; f'),
    callOf('Edit', { file_path: 'a*' }),
    callOf('Task', { prompt: 'x' }),
    callOf('WebFetch', { url: 'https://a@b' }),
  ])('there are none where they would say more than was shown: %#', (call) => {
    expect(exactRules(call)).toBeUndefined();
  });
});

test('they never allow another command', () => {
  const word = fc.stringMatching(/^[\w./-]{1,8}$/);
  const line = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(line, line, (shown, other) => {
      const rules = exactRules(bash(shown)) ?? [];
      const verdict = judge(policyOf({ allow: rules }), bash(other));
      expect(verdict.decision === 'allow').toBe(shown === other && verdict.rule !== null);
    }),
    { numRuns: 300 },
  );
});
