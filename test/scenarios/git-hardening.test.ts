/** What an agent writes into the shared repository to have it executed by the next git command: plain git does, ours does not. */
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createGit } from '../../src/host/git/command/git.ts';
import { readChanges } from '../../src/host/git/inspect/changes.ts';
import { gitLine } from '../../src/host/git/command/git-output.ts';
import type { GitPlace } from '../../src/host/git/command/run-git.ts';
import { takeSnapshot } from '../../src/host/git/inspect/snapshot.ts';
import { commitSnapshot } from '../../src/host/git/inspect/commit-snapshot.ts';
import { advanceBranch } from '../../src/host/git/merge/advance-branch.ts';
import { commitMerge } from '../../src/host/git/merge/commit-merge.ts';
import { readRepositoryState } from '../../src/host/git/repository/repository-state.ts';
import { openRepository } from '../../src/host/git/repository/repository.ts';
import { removeWorktree } from '../../src/host/git/worktree/remove-worktree.ts';
import { worktreePlace } from '../../src/host/git/worktree/worktree.ts';
import { createGitScene, valueOf, type GitScene } from '../support/git-scene.ts';

interface Vector {
  /** Lines of `.git/config`; TRAP stands for the program. */
  config?: string;
  hook?: string;
  attributes?: string;
  /** A plain git command that falls into the trap; without one plain git is safe as well. */
  plain?: string[];
}

const vectors: Record<string, Vector> = {
  'core.fsmonitor': { config: '[core]\nfsmonitor = TRAP', plain: ['status'] },
  'core.hooksPath': { config: '[core]\nhooksPath = HOOKS', plain: ['commit', '--allow-empty', '-m', 'x'] },
  'a hook on commit': { hook: 'pre-commit', plain: ['commit', '--allow-empty', '-m', 'x'] },
  'a hook on checkout': { hook: 'post-checkout', plain: ['worktree', 'add', '--detach', '../plain'] },
  'a hook on refs': { hook: 'reference-transaction', plain: ['branch', 'plain'] },
  'an included file': { config: '[include]\npath = INCLUDED', plain: ['status'] },
  'a clean filter': {
    config: '[filter "f"]\nclean = TRAP',
    attributes: '* filter=f',
    plain: ['add', 'new.txt'],
  },
  'a filter named with =': {
    config: '[filter "a=b.c"]\nclean = TRAP\nsmudge = TRAP',
    attributes: '* filter=a=b.c',
    plain: ['add', 'new.txt'],
  },
  'a smudge filter': {
    config: '[filter "f"]\nsmudge = TRAP',
    attributes: '* filter=f',
    plain: ['worktree', 'add', '--detach', '../plain'],
  },
  'a filter process': {
    config: '[filter "f"]\nprocess = TRAP\nrequired = true',
    attributes: '* filter=f',
    plain: ['add', 'new.txt'],
  },
  'a diff driver': {
    config: '[diff "d"]\ncommand = TRAP',
    attributes: '* diff=d',
    plain: ['diff', 'HEAD~1', 'HEAD'],
  },
  'a text conversion': {
    config: '[diff "d"]\ntextconv = TRAP',
    attributes: '* diff=d',
    plain: ['diff', 'HEAD~1', 'HEAD'],
  },
  'diff.external': { config: '[diff]\nexternal = TRAP', plain: ['diff', 'HEAD~1', 'HEAD'] },
  'a merge driver': {
    config: '[merge "m"]\ndriver = TRAP',
    attributes: '* merge=m',
    plain: ['merge-tree', '--write-tree', 'HEAD', 'other'],
  },
  'a signing program': {
    config: '[commit]\ngpgSign = true\n[gpg]\nprogram = TRAP',
    plain: ['commit', '--allow-empty', '-m', 'x'],
  },
  'an editor': { config: '[core]\neditor = TRAP', plain: ['commit', '--allow-empty'] },
  'core.sshCommand': {
    config: '[core]\nsshCommand = TRAP\n[remote "r"]\nurl = ssh://localhost/x',
    plain: ['fetch', 'r'],
  },
  'an alias': { config: '[alias]\nstatus = !TRAP\nmerge-tree = !TRAP' },
  'a credential program': { config: '[credential]\nhelper = !TRAP' },
};

it.each(Object.entries(vectors))('%s runs nothing', async (_name, { config, hook, attributes, plain }) => {
  await using scene = await createGitScene({ 'a.txt': 'one\ntwo\nthree\n' });
  const { root, repository, git } = scene;
  const repo = repository.directory;
  writeFileSync(join(repo, 'a.txt'), 'one\ntwo\nother\n');
  await git('commit', '-q', '-a', '-m', 'other');
  await git('branch', 'other');
  await git('reset', '-q', '--hard', 'HEAD~1');
  writeFileSync(join(repo, 'a.txt'), 'one\ntwo\nmain\n');
  await git('commit', '-q', '-a', '-m', 'main');
  const worktree = await scene.add('agent0000');
  writeFileSync(join(repo, 'new.txt'), 'new\n');

  const trap = join(root, 'trap');
  const sprung = join(root, 'sprung');
  const spring = `#!/bin/sh\necho sprung >> '${sprung}'\nexit 1\n`;
  writeFileSync(trap, spring);
  chmodSync(trap, 0o755);
  const hooks = join(root, 'hooks');
  mkdirSync(hooks);
  for (const path of [
    ...['pre-commit', 'post-checkout', 'reference-transaction', 'post-index-change'].map((name) =>
      join(hooks, name),
    ),
    ...(hook ? [join(repo, '.git/hooks', hook)] : []),
  ]) {
    writeFileSync(path, spring);
    chmodSync(path, 0o755);
  }
  const included = join(root, 'included');
  writeFileSync(included, `[core]\nfsmonitor = ${trap}\n`);
  const written = (config ?? '')
    .replaceAll('TRAP', trap)
    .replaceAll('HOOKS', hooks)
    .replaceAll('INCLUDED', included);
  writeFileSync(join(repo, '.git/config'), `${written}\n`, { flag: 'a' });
  if (attributes !== undefined) writeFileSync(join(repo, '.git/info/attributes'), `${attributes}\n`);

  await work(scene, worktree);
  expect(existsSync(sprung), 'ours').toBe(false);
  if (plain) {
    await git(...plain).catch(() => undefined);
    expect(existsSync(sprung), 'plain git falls into it, so the trap is one').toBe(true);
  }
  rmSync(sprung, { force: true });
});

/** All that fairlead does in a repository between the start of a session and its removal. */
async function work(
  { root, worktrees, repository: known, add }: GitScene,
  first: { id: string; path: string; branch: string },
) {
  const git = createGit({ environment: { PATH: process.env['PATH'], HOME: root } });
  const repository = valueOf(await openRepository(git, known.directory));
  const { head } = valueOf(await readRepositoryState(repository));
  await add('second000');
  writeFileSync(join(first.path, 'b.txt'), 'b\n');
  writeFileSync(join(first.path, 'a.txt'), 'ONE\ntwo\nthree\n');
  const place = worktreePlace(repository, first);
  const changes = valueOf(await readChanges({ place, base: head, patchBytes: 1_000_000 }));
  expect(changes.files.map(({ path }) => path)).toContain('b.txt');
  const committed = await commitSnapshot(place, 'work');
  if (!committed.ok) expect(committed.error.message).toMatch(/^the git filter .* is not trusted/);
  // Where a filter would have to run, the agent commits by itself, and merging is tried all the same.
  else expect(committed.value).not.toBe(head);
  const from = committed.ok ? committed.value : await commitWithoutFilters(place);
  const identity = { name: 'M', email: 'm@example.org' };
  for (const strategy of ['merge', 'squash', 'rebase'] as const) {
    const merged = valueOf(
      await commitMerge({ repository, into: head, from, strategy, message: 'm', identity }),
    );
    if (strategy === 'merge' && merged.kind === 'merged')
      await advanceBranch({ repository, branch: 'main', from: head, to: merged.commit });
  }
  const removed = await removeWorktree({ repository, root: worktrees, worktree: first, branch: 'delete' });
  expect(removed).toMatchObject({ ok: true });
}

async function commitWithoutFilters(place: Required<GitPlace>): Promise<string> {
  const taken = valueOf(await takeSnapshot(place, 'kept'));
  await using snapshot = taken;
  const who = { NAME: 'M', EMAIL: 'm@example.org' };
  const env = Object.fromEntries(
    Object.entries(who).flatMap(([key, value]) => [
      [`GIT_AUTHOR_${key}`, value],
      [`GIT_COMMITTER_${key}`, value],
    ]),
  );
  return valueOf(
    await gitLine(place, ['commit-tree', snapshot.tree, '-p', snapshot.head, '-m', 'work'], { env }),
  );
}
