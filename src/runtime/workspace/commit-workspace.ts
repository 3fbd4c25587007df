import { ok, type Result } from '../../base/result.ts';
import type { Problem } from '../../base/problem.ts';
import type { Session } from '../../core/session/state.ts';
import { commitSnapshot } from '../../host/git/inspect/commit-snapshot.ts';
import { worktreePlace } from '../../host/git/worktree/worktree.ts';
import type { Deps } from '../deps.ts';
import { worktreeOf } from './place-of.ts';

/**
 * Commits the current content of a workspace, including uncommitted changes, without changing the workspace.
 *
 * @returns the id of the commit; null without a worktree
 */
export async function commitWorkspace(deps: Deps, session: Session): Promise<Result<string | null, Problem>> {
  if (!session.workspace || session.removed) return ok(null);
  const found = await worktreeOf(deps, session);
  if (!found.ok || !found.value) return found.ok ? ok(null) : found;
  const { repository, worktree } = found.value;
  const made = await commitSnapshot(worktreePlace(repository, worktree), `The workspace of ${session.id}`);
  return made.ok ? ok(made.value) : made;
}
