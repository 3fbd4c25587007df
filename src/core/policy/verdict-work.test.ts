/** The cost of a verdict must not grow with the rules times the paths: a daemon judges for many sessions at once. */
import { expect, test } from 'vitest';
import { bash, policyOf } from '../../../test/support/policy-scene.ts';
import { judge } from './judge.ts';

const paths = Array.from({ length: 480 }, (_, index) => `a/b/c/d${index}`);
const lines = {
  'a command that reads 480 files': `cat ${paths.join(' ')}`,
  'a command with 480 redirections': `ls ${paths.map((path) => `>${path}`).join(' ')}`,
};

const pathRules = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    index % 2 === 0 ? `Read(private${index}/**)` : `Edit(*.key${index})`,
  );

test.each(Object.entries(lines))('%s costs about the same with 120 rules as with one', (_what, line) => {
  const took = (count: number) => {
    const rules = pathRules(count);
    const policy = policyOf({ deny: rules, ask: rules, allow: rules }, 'moderate');
    // The minimum of several runs, because other load only adds to it.
    const times = Array.from({ length: 9 }, () => {
      const begin = performance.now();
      judge(policy, bash(line));
      return performance.now() - begin;
    });
    return Math.min(...times);
  };
  // Measured side by side. The ratio was about a hundred when each rule was parsed again for each path.
  took(120);
  expect(took(120) / took(1)).toBeLessThan(15);
});

test('a verdict resolves each path once, however many rules there are', () => {
  const looks = (count: number) => {
    const asked: string[] = [];
    const call = bash(lines['a command that reads 480 files']);
    const realPath = (path: string) => {
      asked.push(path);
      return path;
    };
    judge(policyOf({ deny: pathRules(count) }), { ...call, machine: { ...call.machine, realPath } });
    expect(new Set(asked).size).toBe(asked.length);
    return asked.length;
  };
  expect(looks(120)).toBe(looks(1));
});
