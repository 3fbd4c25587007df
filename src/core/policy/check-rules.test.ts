import { expect, test } from 'vitest';
import { policyOf, type Rules } from '../../../test/support/policy-scene.ts';
import { checkRules } from './check-rules.ts';

const faults = (rules: Rules) => checkRules(policyOf(rules)).map(({ message }) => message);

test.each<[Rules, RegExp]>([
  [{ allow: ['Write(docs/**)'] }, /never matches: rules about paths are written for Edit: Edit\(docs/],
  [{ allow: ['mcp__*'] }, /never matches: an allow rule may have/],
  [{ deny: ['Bash(command:rm *)'] }, /leave out "command:"/],
  [{ allow: ['Bash(a && b)'] }, /each command of a line is judged separately/],
  [{ allow: ['Bash(echo $(id))'] }, /never matches: it uses command substitution/],
  [{ allow: ['Bash(xargs *)'] }, /allows nothing/],
  [{ allow: ['Bash(npx *)'] }, /allows nothing/],
  [{ allow: ['Bash(npm exec *)'] }, /allows nothing/],
  [{ allow: ['Bash(uv run:*)'] }, /allows nothing/],
  [{ deny: ['Bash(aws *)'], allow: ['Bash(aws s3 ls)'] }, /never decides: the deny rule Bash\(aws \*\)/],
  [{ ask: ['Edit'], allow: ['Edit(src/**)'] }, /never decides: the ask rule Edit/],
  [{ allow: ['Read', 'Read'] }, /never decides: the allow rule Read/],
  [{ allow: ['Bash()'] }, /never matches/],
])('%j', (rules, message) => {
  expect(faults(rules)).toEqual([expect.stringMatching(message)]);
});

test('an expired rule is reported', () => {
  const rule = { rule: 'Read', source: 'c', root: '/', expires: '2020-01-01T00:00:00Z' };
  expect(checkRules({ ...policyOf(), allow: [rule] })[0]?.message).toMatch(/^expired at/);
});

test('nothing is said against rules that can decide', () => {
  const allow = [
    'Read',
    'Edit(src/**)',
    'Bash(npm run test:*)',
    'Bash(git *)',
    'Bash(npx eslint *)',
    'Bash(npm exec eslint *)',
    'Bash(uv run pytest:*)',
    'Bash(ls)',
    'WebFetch(domain:*.a.com)',
    'mcp__a__*',
  ];
  expect(faults({ allow, ask: ['Bash(git push:*)'], deny: ['Bash(rm -rf:*)', 'mcp__b'] })).toEqual([]);
});
