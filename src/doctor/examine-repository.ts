import type { Finding } from '../cli/context.ts';
import { createGit } from '../host/git/command/git.ts';
import { readRepositoryState } from '../host/git/repository/repository-state.ts';
import { openRepository } from '../host/git/repository/repository.ts';
import { findUntrustedPrograms } from '../runtime/workspace/open-trusted.ts';
import type { Subject } from './subject.ts';

export async function examineRepository({ configuration, env, repo }: Subject): Promise<Finding[]> {
  const git = createGit({ environment: env });
  const repository = await openRepository(git, repo);
  if (!repository.ok) {
    const plain = repository.error.code === 'not_a_repository';
    const next = plain
      ? 'sessions work in the directory itself, without a branch of their own'
      : repository.error.next;
    return [{ name: 'repository', state: 'warning', detail: repository.error.message, next }];
  }
  const state = await readRepositoryState(repository.value);
  if (!state.ok)
    return [{ name: 'repository', state: 'failed', detail: state.error.message, next: state.error.next }];
  const { branch, shallow, partial, submodules, unfinished } = state.value;
  const untrusted = await findUntrustedPrograms(repository.value, configuration);
  if (!untrusted.ok)
    return [
      { name: 'repository', state: 'failed', detail: untrusted.error.message, next: untrusted.error.next },
    ];
  const notes = [
    branch === null && 'no branch is checked out',
    shallow && 'history is cut off (shallow)',
    partial && 'objects are missing (partial clone)',
    submodules && 'submodules are not checked out in worktrees',
    unfinished && `a ${unfinished} is under way`,
    untrusted.value.length > 0 && `git would run ${untrusted.value.join(', ')}, which is not trusted`,
  ].filter((note) => typeof note === 'string');
  return [
    {
      name: 'repository',
      state: notes.length > 0 ? 'warning' : 'ok',
      detail: [repository.value.directory, ...notes].join('; '),
      next: untrusted.value.length > 0 ? `look at it: fairlead trust ${repo}` : null,
    },
  ];
}
