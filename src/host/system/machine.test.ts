import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { pathFinder } from './machine.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';

let top: string;
beforeEach(() => (top = temporaryDirectory()));
const { isRepository, realPath } = pathFinder('/home/user');

test('an existing path resolves through its links', () => {
  mkdirSync(join(top, 'real'));
  writeFileSync(join(top, 'real/file'), '');
  symlinkSync('real', join(top, 'link'));
  expect(realPath(join(top, 'link/file'))).toBe(join(top, 'real/file'));
});

test('the missing part of a path is appended to the existing one', () => {
  mkdirSync(join(top, 'real'));
  symlinkSync('real', join(top, 'link'));
  expect(realPath(join(top, 'link/new/deep'))).toBe(join(top, 'real/new/deep'));
});

test('a link that leads nowhere yet is followed: writing through it makes the file there', () => {
  mkdirSync(join(top, 'inside'));
  symlinkSync('../outside/key', join(top, 'inside/key'));
  expect(realPath(join(top, 'inside/key'))).toBe(join(top, 'outside/key'));
});

test('back is from where a link leads', () => {
  mkdirSync(join(top, 'outside/real'), { recursive: true });
  mkdirSync(join(top, 'inside'));
  symlinkSync('../outside/real', join(top, 'inside/link'));
  writeFileSync(join(top, 'outside/key'), '');
  expect(realPath(`${top}/inside/link/../key`)).toBe(join(top, 'outside/key'));
  expect(realPath(`${top}/inside/link/../new`)).toBe(join(top, 'outside/new'));
  expect(realPath(`${top}/inside/none/../new`)).toBe(join(top, 'inside/new'));
});

test('a repository is a directory that git takes for one', () => {
  for (const name of ['plain', 'work/.git', 'bare/objects']) mkdirSync(join(top, name), { recursive: true });
  writeFileSync(join(top, 'bare/HEAD'), '');
  const found = ['plain', 'work', 'bare'].filter((name) => isRepository(join(top, name)));
  expect(found).toEqual(['work', 'bare']);
});

test.skipIf(!existsSync('/proc/self/cwd'))(
  'what leads through a process is not followed: it leads elsewhere for others',
  () => {
    symlinkSync('/proc/self/cwd', join(top, 'here'));
    symlinkSync('here', join(top, 'again'));
    symlinkSync('/dev/fd', join(top, 'open'));
    expect(realPath(join(top, 'here/secret/key'))).toBe('/proc/self/cwd/secret/key');
    expect(realPath(join(top, 'again/package.json'))).toBe('/proc/self/cwd/package.json');
    expect(realPath('/proc/self/cwd/package.json')).toBe('/proc/self/cwd/package.json');
    expect(realPath(join(top, 'open/3'))).toBe('/dev/fd/3');
  },
);

test('a ring of links ends', () => {
  symlinkSync('b', join(top, 'a'));
  symlinkSync('a', join(top, 'b'));
  expect(realPath(join(top, 'a')).startsWith(top)).toBe(true);
});
