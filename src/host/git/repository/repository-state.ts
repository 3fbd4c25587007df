import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '../../../base/result.ts';
import { gitLine } from '../command/git-output.ts';
import { problem, type Problem } from '../../../base/problem.ts';
import { runGit } from '../command/run-git.ts';
import { readSettings } from './read-settings.ts';
import type { Repository } from './repository.ts';
import { untrustedFilters } from './untrusted-filters.ts';

/** What is worth knowing before work begins in a repository. */
export interface RepositoryState {
  /** Short name of the branch that is checked out; null when HEAD is detached. */
  readonly branch: string | null;
  /** The commit HEAD stands for. */
  readonly head: string;
  /** History has been cut off. */
  readonly shallow: boolean;
  /** Objects are left at a remote until needed; commands that need one fail, as none may reach the network unasked. */
  readonly partial: boolean;
  readonly submodules: boolean;
  /** Content filters that would not run, `lfs` for example, as the user has not trusted them. */
  readonly untrustedFilters: readonly string[];
  /** What the user has not finished in this checkout. */
  readonly unfinished: 'merge' | 'rebase' | 'cherry-pick' | 'revert' | 'bisect' | null;
}

/** Reads the state of the checkout. A repository without a commit is refused: nothing can be cut from it. */
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

/** Files that git keeps while an operation is under way (gitrepository-layout, git-status). */
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
