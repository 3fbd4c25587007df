import { shorten } from '../../base/cut-text.ts';
import { expect, it } from 'vitest';
import { oneLine } from './words.ts';

it.each([
  ['one\ntwo\r\n\r\nthree', 'one ⏎ two ⏎ three'],
  ['  a\u2028b\u2029c ', 'a ⏎ b ⏎ c'],
  ['echo \u202Egnp\u0007.exe\t\u200Bx', 'echo gnp .exe x'],
  ['\u001B[31mred', ' [31mred'],
  ['', ''],
])('shows %j as %j', (text, line) => expect(oneLine(text)).toBe(line));

it('cuts long text, and reads no further', () => {
  expect(oneLine('x'.repeat(301))).toBe(`${'x'.repeat(299)}…`);
  expect(oneLine(`a${' '.repeat(1_999)}${'b'.repeat(10)}`)).toBe('a ');
  expect(shorten('abc', 3)).toBe('abc');
  expect(shorten('abcd', 3)).toBe('ab…');
});
