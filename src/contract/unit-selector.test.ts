import { expect, test } from 'vitest';
import { parseUnitSelector } from './unit-selector.ts';

test.each([
  ['r1/a', { run: 'r1', unit: 'a' }],
  ['r1/api/login', { run: 'r1', unit: 'api/login' }],
  ['r1', undefined],
  ['r1/', undefined],
  ['/a', undefined],
])('%s', (typed, selector) => {
  expect(parseUnitSelector(typed)).toEqual(selector);
});
