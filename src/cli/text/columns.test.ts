import { expect, it } from 'vitest';
import { columnsOf, padLeft, padRight } from './columns.ts';

it.each([
  ['abc', 3],
  ['日本語', 6],
  ['ｶﾞ', 2],
  ['한국어', 6],
  ['e\u0301', 1],
  ['👨‍👩‍👧', 2],
  ['🇯🇵', 2],
  ['✓', 1],
  ['\u001B[31mred\u001B[0m', 3],
])('%j takes %j columns', (text, columns) => {
  expect(columnsOf(text)).toBe(columns);
});

it('columns line up, whatever is in them', () => {
  const names = ['plain', '日本語', 'e\u0301te\u0301', '👨‍👩‍👧 family'];
  expect(names.map((name) => columnsOf(padRight(name, 12)))).toEqual([12, 12, 12, 12]);
  expect(names.map((name) => columnsOf(padLeft(name, 12)))).toEqual([12, 12, 12, 12]);
  expect(padRight('日本語', 8)).toBe('日本語  ');
  expect(padLeft('日本語', 8)).toBe('  日本語');
  expect(padRight('longer', 3)).toBe('longer');
});
