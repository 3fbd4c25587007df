import { expect, test } from 'vitest';
import { fromWholeCharacter } from './from-whole-character.ts';

test.each([
  ['日本', 1, '本'],
  ['日本', 2, '本'],
  ['日本', 3, '本'],
  ['😀a', 1, 'a'],
  ['😀a', 3, 'a'],
  ['ab', 1, 'b'],
  ['日', 1, ''],
])('what is left of %j without its first bytes (%j) begins with a character', (text, cut, left) => {
  expect(fromWholeCharacter(Buffer.from(text).subarray(cut)).toString()).toBe(left);
});
