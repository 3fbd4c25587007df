/** What a session changed is seen, however it is hidden. */
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readChanges } from '../../src/host/git/inspect/changes.ts';
import { worktreePlace } from '../../src/host/git/worktree/worktree.ts';
import { createGitScene, valueOf } from '../support/git-scene.ts';

it('a change to as many bytes in the second in which the workspace was made', async () => {
  await using scene = await createGitScene({ 'a.txt': 'old\n' });
  const { repository, head } = scene;
  const worktree = await scene.add('racy0000');
  const file = join(worktree.path, 'a.txt');
  const index = join(repository.commonDir, 'worktrees', worktree.id, 'index');
  // The clock of the file system is put where all of it happens in one moment, as it does on a fast machine.
  const moment = new Date('2026-01-01T00:00:00Z');
  utimesSync(file, moment, moment);
  await scene.git('-C', worktree.path, 'update-index', '--refresh');
  writeFileSync(file, 'new\n');
  for (const path of [file, index]) utimesSync(path, moment, moment);
  const changes = valueOf(await readChanges({ place: worktreePlace(repository, worktree), base: head }));
  expect(changes.files).toMatchObject([{ path: 'a.txt', status: 'modified' }]);
});
