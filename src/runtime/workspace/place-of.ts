import { err, ok, type Result } from '../../base/result.ts';
import { problem, type Problem } from '../../base/problem.ts';
import type { Session } from '../../core/session/state.ts';
import type { Repository } from '../../host/git/repository/repository.ts';
import type { Worktree } from '../../host/git/worktree/worktree.ts';
import type { Deps } from '../deps.ts';
import { openTrusted } from './open-trusted.ts';

/** A session's worktree and its repository. */
export interface WorktreeOf {
  repository: Repository;
  worktree: Worktree;
}

/** @returns null if the session works in a plain directory */
export async function worktreeOf(
  deps: Pick<Deps, 'git' | 'configuration'>,
  session: Session,
): Promise<Result<WorktreeOf | null, Problem>> {
  const { workspace, spec, id } = session;
  if (!workspace)
    return err(problem('wrong_phase', `session ${id} has no workspace yet`, 'again when it has started'));
  if (workspace.branch === null) return ok(null);
  const repository = await openTrusted(deps, spec.repo);
  if (!repository.ok) return repository;
  return ok({
    repository: repository.value,
    worktree: { id, path: workspace.path, branch: workspace.branch },
  });
}
