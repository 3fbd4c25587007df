import { expect, it } from 'vitest';
import { titleOf } from './title.ts';

it.each([
  ['Bash', { command: 'npm test', description: 'run the tests' }, 'npm test'],
  ['Bash', { command: 'echo a\n  rm -rf b' }, 'echo a ⏎ rm -rf b'],
  ['Bash', { command: 'echo \u202Egnp\u0007.exe' }, 'echo gnp .exe'],
  ['Edit', { file_path: '/a.txt', old_string: 'x' }, '/a.txt'],
  ['NotebookEdit', { notebook_path: '/a.ipynb' }, '/a.ipynb'],
  ['Grep', { pattern: 'x', path: '/y' }, 'x'],
  ['WebFetch', { url: 'http://localhost', prompt: 'p' }, 'http://localhost'],
  ['Agent', { description: 'look', prompt: 'long' }, 'look'],
  ['AskUserQuestion', { questions: [{ question: 'Which?' }] }, 'Which?'],
  ['mcp__a__b', { count: 1, name: 'first words' }, 'first words'],
  ['mcp__a__b', {}, 'mcp__a__b'],
  ['Bash', null, 'Bash'],
])('shows %s %j', (tool, input, title) => expect(titleOf(tool, input)).toBe(title));

it('cuts long titles', () => {
  const title = titleOf('Bash', { command: 'x'.repeat(1_000) });
  expect(title).toHaveLength(300);
  expect(title.endsWith('x…')).toBe(true);
});
