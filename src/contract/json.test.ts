import { expect, test } from 'vitest';
import { z } from 'zod';
import { json } from './json.ts';

const nested = (depth: number): unknown => JSON.parse('{"a":['.repeat(depth / 2) + ']}'.repeat(depth / 2));

test.each([null, 1, 'text', true, [], {}, { a: [1, { b: null }] }, nested(200)])('%j is JSON', (value) => {
  expect(json.safeParse(value)).toEqual({ success: true, data: value });
});

test('a missing value is not JSON', () => {
  const schema = z.strictObject({ input: json });
  expect(schema.safeParse({}).success).toBe(false);
  expect(schema.safeParse({ input: null }).success).toBe(true);
});

test.each([202, 100_000])('a value nested %i deep is refused, with a message', (depth) => {
  const { error } = json.safeParse(nested(depth));
  expect(error?.issues[0]?.message).toMatch(/at most 200/);
});
