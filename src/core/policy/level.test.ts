/** The table of levels in docs/guides/policy.md, checked against the policy. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bash, callOf, policyOf } from '../../../test/support/policy-scene.ts';
import { judge } from './judge.ts';

const rows = [
  ['reads a file in the workspace', callOf('Read', { file_path: 'a' }), 'allow', 'allow', 'ask'],
  ['changes a file in the workspace', callOf('Edit', { file_path: 'a' }), 'allow', 'allow', 'ask'],
  ['reads a file elsewhere', callOf('Read', { file_path: '/usr/share/x' }), 'allow', 'ask', 'ask'],
  ['changes a file elsewhere', callOf('Edit', { file_path: '/tmp/x' }), 'ask', 'ask', 'ask'],
  ['runs a command known to be harmless', bash('git status'), 'allow', 'allow', 'ask'],
  ['runs another command', bash('npm test'), 'allow', 'ask', 'ask'],
  ['runs another command that names a file elsewhere', bash('some-tool --log=/tmp/x'), 'ask', 'ask', 'ask'],
  ['runs a command line that fairlead cannot parse', bash('echo $(date)'), 'allow', 'ask', 'ask'],
  ['runs a command line that is too long to parse', bash(`ls ${'x'.repeat(10_000)}`), 'ask', 'ask', 'ask'],
  ['fetches from the network', callOf('WebFetch', { url: 'https://x' }), 'allow', 'ask', 'ask'],
  ['calls a tool of an MCP server', callOf('mcp__a__b', {}), 'allow', 'ask', 'ask'],
  ['writes its own notes', callOf('TodoWrite', {}), 'allow', 'allow', 'ask'],
  ['does something protected', bash('rm -rf /'), 'deny', 'deny', 'deny'],
] as const;

describe.each(rows)('an agent that %s', (_what, call, ...decisions) => {
  test.each([
    ['permissive', decisions[0]],
    ['moderate', decisions[1]],
    ['strict', decisions[2]],
  ] as const)('%s: %s', (level, decision) => {
    expect(judge(policyOf({}, level), call).decision).toBe(decision);
  });
});

test('the guide has the same table', () => {
  const guide = readFileSync(new URL('../../../docs/guides/policy.md', import.meta.url), 'utf8');
  const lines = rows.map(([what, , ...decisions]) => `| ${what} | ${decisions.join(' | ')} |`);
  for (const line of lines) expect(guide.replaceAll(/ +/g, ' ')).toContain(line);
});
