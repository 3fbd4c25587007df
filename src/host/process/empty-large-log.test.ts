import { appendFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { emptyLargeLog } from './empty-large-log.ts';

const megabyte = 1024 * 1024;

test('a large log is emptied once all of it has been read, and never before', async () => {
  const path = join(temporaryDirectory(), 'err.log');
  writeFileSync(path, 'a word\n');
  expect(await emptyLargeLog(path, 7)).toBe(false);
  appendFileSync(path, Buffer.alloc(9 * megabyte, 'x'));
  const { size } = statSync(path);
  expect(await emptyLargeLog(path, size - 1)).toBe(false);
  expect(statSync(path).size).toBe(size);
  expect(await emptyLargeLog(path, size)).toBe(true);
  expect(statSync(path).size).toBe(0);
  appendFileSync(path, 'more\n');
  // A daemon that was killed right after it emptied the log has stored its previous offset.
  expect(await emptyLargeLog(path, size)).toBe(true);
  expect(statSync(path).size).toBe(5);
});

test('a log that is not there is as good as empty', async () => {
  expect(await emptyLargeLog(join(temporaryDirectory(), 'err.log'), 0)).toBe(false);
});
