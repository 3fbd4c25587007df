/** A repository with one commit, and what is needed to work on it with host/git. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Result } from '../../src/base/result.ts';
import { createGit } from '../../src/host/git/command/git.ts';
import { openRepository, type Repository } from '../../src/host/git/repository/repository.ts';
import { addWorktree } from '../../src/host/git/worktree/add-worktree.ts';
import { worktreePath } from '../../src/host/git/worktree/worktree-path.ts';
import type { Worktree } from '../../src/host/git/worktree/worktree.ts';

const run = promisify(execFile);

export interface GitScene extends AsyncDisposable {
  root: string;
  /** The directory that worktrees are below. */
  worktrees: string;
  repository: Repository;
  head: string;
  /** Runs plain git in the repository, or with `-C` elsewhere. */
  git: (...args: string[]) => Promise<string>;
  add: (id: string) => Promise<Worktree>;
}

export async function createGitScene(files: Record<string, string>): Promise<GitScene> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'fairlead-git-')));
  const repo = join(root, 'repo');
  const worktrees = join(root, 'worktrees');
  const environment = { PATH: process.env['PATH'] ?? '', HOME: root, GIT_CONFIG_NOSYSTEM: '1' };
  const who = ['-c', 'user.name=M', '-c', 'user.email=m@example.org'];
  const git = async (...args: string[]) =>
    (await run('git', [...who, ...args], { cwd: repo, env: environment })).stdout;
  for (const directory of [repo, worktrees]) mkdirSync(directory);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(repo, path)), { recursive: true });
    writeFileSync(join(repo, path), content);
  }
  await git('init', '-q', '-b', 'main');
  await git('add', '-A');
  await git('commit', '-q', '-m', 'start');
  const head = (await git('rev-parse', 'HEAD')).trim();
  const repository = valueOf(await openRepository(createGit({ environment }), repo));
  return {
    root,
    worktrees,
    repository,
    head,
    git,
    async add(id) {
      const worktree = { id, path: worktreePath(worktrees, repository, id), branch: `fairlead/w-${id}` };
      const request = { repository, root: worktrees, worktree, baseCommit: head, reason: `test:${id}` };
      return valueOf(await addWorktree(request));
    },
    async [Symbol.asyncDispose]() {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

export function valueOf<T>(result: Result<T, { message: string }>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
