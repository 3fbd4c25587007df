/** What is removed comes back as it was: uncommitted, untracked, in conflict, executable, linked, binary. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commitMerge } from '../../src/host/git/merge/commit-merge.ts';
import { restoreSalvage } from '../../src/host/git/salvage/restore-salvage.ts';
import { removeWorktree } from '../../src/host/git/worktree/remove-worktree.ts';
import { createGitScene, valueOf } from '../support/git-scene.ts';

const binary = Buffer.from([0, 255, 254, 13, 10, 0, 128]);

it('all kinds of change, after gc', async () => {
  await using scene = await createGitScene({
    'a.txt': 'a\n',
    'gone.txt': 'x\n',
    'run.sh': 'echo\n',
    'staged.txt': '1\n',
  });
  const { repository, worktrees, git } = scene;
  const worktree = await scene.add('salvage00');
  const at = (name: string) => join(worktree.path, name);
  writeFileSync(at('committed.txt'), 'c\n');
  await git('-C', worktree.path, 'add', 'committed.txt');
  await git('-C', worktree.path, 'commit', '-q', '-m', 'c');
  writeFileSync(at('staged.txt'), '2\n');
  await git('-C', worktree.path, 'add', 'staged.txt');
  writeFileSync(at('staged.txt'), '3\n');
  writeFileSync(at('a.txt'), 'changed\n');
  rmSync(at('gone.txt'));
  chmodSync(at('run.sh'), 0o755);
  writeFileSync(at('bin'), binary);
  writeFileSync(at('-rf $(x)\n\u202E'), 'odd\n');
  symlinkSync('/etc/passwd', at('link'));
  const before = await git('-C', worktree.path, 'status', '--porcelain', '-z');

  const request = { repository, root: worktrees, worktree } as const;
  const removed = valueOf(await removeWorktree({ ...request, branch: 'delete' }));
  expect(existsSync(worktree.path)).toBe(false);
  await git('gc', '-q', '--prune=now');
  const ref = removed.salvage?.ref ?? '';
  const back = valueOf(await restoreSalvage({ ...request, ref, reason: 'test:salvage00' }));
  expect(back).toEqual(worktree);
  expect(await git('-C', worktree.path, 'status', '--porcelain', '-z')).toBe(before);
  expect(await git('-C', worktree.path, 'show', ':staged.txt')).toBe('2\n');
  expect(readFileSync(at('staged.txt'), 'utf8')).toBe('3\n');
  expect(readFileSync(at('bin'))).toEqual(binary);
  expect(lstatSync(at('run.sh')).mode & 0o111).not.toBe(0);
  expect(readlinkSync(at('link'))).toBe('/etc/passwd');
  expect(existsSync(at('gone.txt'))).toBe(false);
  expect(await git('-C', worktree.path, 'log', '-1', '--format=%s')).toBe('c\n');
  expect(await git('fsck', '--no-dangling')).toBe('');
});

it('a merge in conflict, and the conflict as a value', async () => {
  await using scene = await createGitScene({ 'a.txt': 'one\n' });
  const { repository, worktrees, git } = scene;
  const worktree = await scene.add('conflict0');
  for (const [directory, text] of [
    [repository.directory, 'ours\n'],
    [worktree.path, 'theirs\n'],
  ] as const) {
    writeFileSync(join(directory, 'a.txt'), text);
    await git('-C', directory, 'commit', '-q', '-a', '-m', text.trim());
  }
  const into = (await git('rev-parse', 'main')).trim();
  const from = (await git('rev-parse', worktree.branch)).trim();
  const identity = { name: 'M', email: 'm@example.org' };
  for (const strategy of ['merge', 'squash', 'rebase'] as const)
    expect(await commitMerge({ repository, into, from, strategy, message: 'm', identity })).toMatchObject({
      ok: true,
      value: { kind: 'conflict', files: ['a.txt'] },
    });
  await expect(git('-C', worktree.path, 'merge', 'main')).rejects.toThrow();
  const before = await git('-C', worktree.path, 'ls-files', '--stage');
  const request = { repository, root: worktrees, worktree } as const;
  const { salvage } = valueOf(await removeWorktree({ ...request, branch: 'delete' }));
  valueOf(await restoreSalvage({ ...request, ref: salvage?.ref ?? '', reason: 'test:conflict0' }));
  expect(await git('-C', worktree.path, 'ls-files', '--stage')).toBe(before);
  expect(await git('-C', worktree.path, 'status', '--porcelain')).toBe('UU a.txt\n');
  expect(await git('status', '--porcelain')).toBe('');
});
