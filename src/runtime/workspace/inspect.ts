import { stat } from 'node:fs/promises';
import { err, ok, type Result } from '../../base/result.ts';
import { problem, type Problem } from '../../base/problem.ts';
import type { SessionPlace } from '../../core/session/create.ts';
import type { Git } from '../../host/git/command/git.ts';
import { readRepositoryState } from '../../host/git/repository/repository-state.ts';
import { openRepository } from '../../host/git/repository/repository.ts';
import { resolveCommit } from '../../host/git/repository/revision.ts';

/**
 * Determines what a directory is, and whether a session can start there.
 *
 * @param base the revision to start from; null if no branch is needed
 */
export async function inspectPlace(
  git: Git,
  directory: string,
  base: string | null,
): Promise<Result<SessionPlace, Problem>> {
  const found = await stat(directory).catch(() => undefined);
  if (!found?.isDirectory())
    return err(problem('environment', `not a directory: ${directory}`, '--repo DIR'));
  const repository = await openRepository(git, directory);
  if (!repository.ok) {
    // A plain directory is allowed. A damaged repository must not be treated as one.
    if (repository.error.code === 'not_a_repository' && base === null)
      return ok({ top: directory, repository: false, base_commit: null });
    return repository;
  }
  const top = repository.value.directory;
  if (base === null) return ok({ top, repository: true, base_commit: null });
  const state = await readRepositoryState(repository.value);
  if (!state.ok) return state;
  const commit = await resolveCommit(repository.value, base);
  return commit.ok ? ok({ top, repository: true, base_commit: commit.value }) : commit;
}
