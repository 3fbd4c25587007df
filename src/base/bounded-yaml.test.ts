import { expect, test } from 'vitest';
import { boundedUniqueKeys, isDeepYaml } from './bounded-yaml.ts';

test.each([
  ['maps as keys', '{'.repeat(100) + '}'.repeat(100)],
  ['lists in lists', `a: ${'['.repeat(100)}`],
  ['explicit keys in one line', '? '.repeat(100)],
  ['explicit keys, each in a line', Array.from({ length: 100 }, (_, at) => `${' '.repeat(at)}?`).join('\n')],
])('%s beyond any use are deep', (_what, text) => {
  expect(isDeepYaml(text)).toBe(true);
});

test.each([
  ['many lists one after another', 'a: [x, {y: z}]\n'.repeat(1_000)],
  ['sentences that ask', 'note: what is it? how is it? '.repeat(100)],
])('%s are not', (_what, text) => {
  expect(isDeepYaml(text)).toBe(false);
});

test('doubles are found, and the search in a document with too many keys ends', () => {
  const isDouble = boundedUniqueKeys();
  expect([isDouble({ value: 'a' }, { value: 'a' }), isDouble({ value: 'a' }, { value: 'b' })]).toEqual([
    true,
    false,
  ]);
  expect(() => {
    for (let count = 0; count < 3_000_000; count += 1) isDouble({ value: 'a' }, { value: 'b' });
  }).toThrow('too many keys');
});
