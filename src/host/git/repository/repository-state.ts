import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '../../../base/result.ts';
import { gitLine } from '../command/git-output.ts';
import { problem, type Problem } from '../../../base/problem.ts';
import { runGit } from '../command/run-git.ts';
import { readSettings } from './read-settings.ts';
import type { Repository } from './repository.ts';
import { untrustedFilters } from './untrusted-filters.ts';

/** The state of a repository before work begins in it. */
export interface RepositoryState {
  /** Short name of the checked-out branch; null if HEAD is detached. */
  readonly branch: string | null;
  /** The commit of HEAD. */
  readonly head: string;
  /** The history is truncated. */
  readonly shallow: boolean;
  /**
   * Objects are fetched from a remote on demand; commands that need one fail, because the network is off by default.
   */
  readonly partial: boolean;
  readonly submodules: boolean;
  /** Content filters that would not run, `lfs` for example, because the user has not trusted them. */
  readonly untrustedFilters: readonly string[];
  /** An unfinished operation in this checkout. */
  readonly unfinished: 'merge' | 'rebase' | 'cherry-pick' | 'revert' | 'bisect' | null;
}

/** Reads the state of the checkout. Refuses a repository without a commit, since no branch can start from it. */
export async function readRepositoryState(
  repository: Repository,
  signal?: AbortSignal,
): Promise<Result<RepositoryState, Problem>> {
  const branch = await runGit(repository, ['symbolic-ref', '--quiet', '--short', 'HEAD'], { signal });
  if (!branch.ok) return branch;
  const name = branch.value.code === 0 ? branch.value.stdout.toString('utf8').trimEnd() : null;

  const head = await runGit(repository, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], { signal });
  if (!head.ok) return head;
  if (head.value.code !== 0)
    return err(
      problem(
        'environment',
        `${repository.directory} has no commit yet`,
        'git commit --allow-empty -m start',
      ),
    );

  const shallow = await gitLine(repository, ['rev-parse', '--is-shallow-repository'], { signal });
  if (!shallow.ok) return shallow;
  const settings = await readSettings(repository, signal);
  if (!settings.ok) return settings;
  return ok({
    branch: name,
    head: head.value.stdout.toString('utf8').trimEnd(),
    shallow: shallow.value === 'true',
    partial: settings.value.some(({ key }) => /^(extensions\.partialclone|remote\..*\.promisor)$/s.test(key)),
    submodules: await exists(join(repository.directory, '.gitmodules')),
    untrustedFilters: untrustedFilters(settings.value, repository.trust),
    unfinished: await unfinishedIn(repository.gitDir),
  });
}

/** Files that git keeps during an operation (gitrepository-layout, git-status). */
const marks = [
  ['MERGE_HEAD', 'merge'],
  ['rebase-merge', 'rebase'],
  ['rebase-apply', 'rebase'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
  ['BISECT_LOG', 'bisect'],
] as const;

async function unfinishedIn(gitDir: string): Promise<RepositoryState['unfinished']> {
  for (const [file, operation] of marks) if (await exists(join(gitDir, file))) return operation;
  return null;
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
