import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { lastLine } from './last-line.ts';

test.each([
  ['nothing', '', null],
  ['the last line with something on it', 'first\nsecond\n\n \n', 'second'],
  ['a line without colours', '\u001B[31mred\u001B[0m\n', 'red'],
  ['a long line from a whole character on, and to one', '日'.repeat(5_000), '日'.repeat(300)],
  ['a line without the character that does not fit', `${'x'.repeat(299)}😀`, 'x'.repeat(299)],
])('%s', async (_what, content, line) => {
  const directory = temporaryDirectory();
  const path = join(directory, 'err.log');
  writeFileSync(path, content);
  await expect(lastLine(path)).resolves.toBe(line);
});

test('a file that is not there', async () => {
  const directory = temporaryDirectory();
  await expect(lastLine(join(directory, 'none'))).resolves.toBeNull();
});
