import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { longest } from './longest-first.ts';

it('a test file that is to start early exists', () => {
  const root = join(import.meta.dirname, '../..');
  expect(Object.keys(longest).filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
