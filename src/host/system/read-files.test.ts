import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readFiles } from './read-files.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';

const top = temporaryDirectory();
const shown = async (path: string) =>
  (await readFiles(top, path)).map(({ path: name, content }) => [name, content?.toString() ?? null]);

it('reads a file, all files of a directory, and targets of links', async () => {
  mkdirSync(join(top, 'dir/deep'), { recursive: true });
  writeFileSync(join(top, 'a'), 'A');
  writeFileSync(join(top, 'dir/deep/b'), 'B');
  symlinkSync(join(top, 'a'), join(top, 'dir/link'));
  symlinkSync(join(top, 'dir/deep'), join(top, 'dir/elsewhere'));
  await expect(shown('a')).resolves.toEqual([['a', 'A']]);
  await expect(shown('dir/')).resolves.toEqual([
    ['dir/deep/b', 'B'],
    ['dir/elsewhere', null],
    ['dir/link', 'A'],
  ]);
});

it('reports unreadable files as existing', async () => {
  execFileSync('mkfifo', [join(top, 'pipe')]);
  writeFileSync(join(top, 'large'), Buffer.alloc(300 * 1024));
  mkdirSync(join(top, 'many'));
  for (let index = 0; index < 201; index += 1) writeFileSync(join(top, 'many', String(index)), '');
  for (const path of ['pipe', 'large', 'many/', 'dir'])
    await expect(shown(path)).resolves.toEqual([[path, null]]);
});

it('finds nothing where there is nothing', async () => {
  for (const path of ['none', 'none/', 'a/b', 'a/b/']) await expect(shown(path)).resolves.toEqual([]);
});
