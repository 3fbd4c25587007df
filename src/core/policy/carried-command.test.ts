/** A call is judged as the command in it, with its arguments, environment and directory. */
import { describe, expect, test } from 'vitest';
import { callOf, policyOf } from '../../../test/support/policy-scene.ts';
import { carriedCommand } from './carried-command.ts';
import { judge } from './judge.ts';

const moderate = policyOf(
  { allow: ['Bash(git status:*)', 'Bash(npm test:*)'], deny: ['Bash(rm *)'] },
  'moderate',
);
const decide = (tool: string, input: unknown) => judge(moderate, callOf(tool, input)).decision;

describe('whatever tool it claims to be', () => {
  test.each([
    ['Read', { command: 'rm a' }, 'deny'],
    ['Grep', { command: 'echo a > ../b' }, 'ask'],
    ['Read', { file_path: 'a', command: 'make it' }, 'ask'],
    ['Read', { file_path: '.env', command: 'git status' }, 'deny'],
    ['Think', { cmd: 'rm a' }, 'deny'],
    ['Terminal', { command: 'git status' }, 'allow'],
    ['Terminal', { command_line: 'make it' }, 'ask'],
    ['TodoWrite', { command: 'make it' }, 'ask'],
    ['Edit', { file_path: '/tmp/x', command: 'git status' }, 'ask'],
    ['mcp__box__run', { command: 'git status' }, 'ask'],
    ['mcp__box__run', { command: 'rm a' }, 'deny'],
  ])('%s %j: %s', (tool, input, decision) => expect(decide(tool, input)).toBe(decision));

  test('a rule that denies the tool denies it with a harmless command', () => {
    const policy = policyOf({ allow: ['Bash(ls:*)'], deny: ['Terminal'] });
    expect(judge(policy, callOf('Terminal', { command: 'ls' })).decision).toBe('deny');
    expect(judge(policy, callOf('Other', { command: 'ls' })).decision).toBe('allow');
  });
});

describe('its arguments', () => {
  test.each([
    [{ command: 'git', args: ['status'] }, 'allow'],
    [{ command: 'git', args: ['-c', 'core.pager=x', 'status'] }, 'ask'],
    [{ command: 'rm', args: ['a'] }, 'deny'],
    [{ command: 'git status', args: [';', 'rm', 'a'] }, 'deny'],
    [{ command: 'git', args: ['status; rm a'] }, 'deny'],
    [{ command: 'git', args: ['log', '--format=a;make'] }, 'allow'],
    [{ command: ['git', 'status'] }, 'allow'],
    [{ command: ['bash', '-lc', 'git status'] }, 'allow'],
    [{ command: ['bash', '-lc', 'git status; rm a'] }, 'deny'],
    [{ command: ['bash', '-c', 'make'] }, 'ask'],
    [{ command: 'git', args: [1] }, 'ask'],
    [{ command: 'git', args: 'status' }, 'ask'],
  ])('%j: %s', (input, decision) => expect(decide('Bash', input)).toBe(decision));
});

describe('its environment', () => {
  test.each([
    [{ NODE_ENV: 'test' }, 'allow'],
    [[{ name: 'CI', value: '1' }], 'allow'],
    [{}, 'allow'],
    [null, 'allow'],
    [{ PATH: '.' }, 'ask'],
    [{ NODE_OPTIONS: '--require=./x' }, 'ask'],
    [[{ name: 'LD_PRELOAD', value: './x' }], 'ask'],
    [['LD_PRELOAD=./x'], 'ask'],
    [{ CI: { a: 1 } }, 'ask'],
    ['CI=1', 'ask'],
  ])('%j: %s', (env, decision) => expect(decide('Bash', { command: 'npm test', env })).toBe(decision));

  test('it counts for each command of the line', () => {
    const input = { command: 'ls && git status', env: { GIT_DIR: 'x' } };
    const verdict = judge(moderate, callOf('Bash', input));
    expect(verdict.parts.map(({ decision }) => decision)).toEqual(['ask', 'ask']);
  });
});

describe('the directory in which it says it runs', () => {
  test.each(['cwd', 'workdir', 'directory', 'dir_path', 'working_directory'])('%s', (field) => {
    expect(decide('Bash', { command: 'git status', [field]: 'src' })).toBe('allow');
    expect(decide('Bash', { command: 'git status', [field]: 'evil' })).toBe('ask');
    expect(decide('Bash', { command: 'ls', [field]: '..' })).toBe('ask');
    expect(decide('Bash', { command: 'cat hosts', [field]: '/etc' })).toBe('ask');
    expect(decide('Bash', { command: 'cat shadow', [field]: '/etc' })).toBe('deny');
  });

  test('of several the strictest counts', () => {
    expect(decide('Bash', { command: 'cat shadow', cwd: 'src', workdir: '/etc' })).toBe('deny');
  });
});

test.each([
  [{}, undefined],
  [{ command: '' }, undefined],
  [{ command: 7 }, undefined],
  [{ command: 'make', args: ["it's", 'a b'] }, String.raw`make 'it'\''s' 'a b'`],
  [{ command: ['sh', 'x.sh'] }, 'sh x.sh'],
  [{ command: ['sh', '-c', 'a', 'b'] }, 'sh -c a b'],
])('%j carries %j', (input, line) => expect(carriedCommand({ input })?.line).toBe(line));
