import { ok, type Result } from '../../base/result.ts';
import type { Problem } from '../../base/problem.ts';
import type { WorldFact } from '../../core/session/world-fact.ts';
import { restoreSalvage } from '../../host/git/salvage/restore-salvage.ts';
import type { WorkspaceContext } from './workspace-context.ts';
import { worktreeOf } from './place-of.ts';
import { workspaceRoot } from './root.ts';

/** Restores a removed workspace as it was saved. */
export async function restoreWorkspace({
  deps,
  cell,
  signal,
}: WorkspaceContext): Promise<Result<WorldFact, Problem>> {
  const { workspace, salvage } = cell.session;
  if (!workspace || !salvage) return ok({ type: 'restored', workspace });
  const found = await worktreeOf(deps, cell.session);
  if (!found.ok) return found;
  if (!found.value) return ok({ type: 'restored', workspace });
  const { repository, worktree } = found.value;
  const restored = await restoreSalvage({
    repository,
    worktree,
    root: workspaceRoot(worktree.path),
    ref: salvage.ref,
    reason: `fairlead:${cell.id}`,
    signal,
  });
  if (!restored.ok) return restored;
  const { path, branch } = restored.value;
  return ok({ type: 'restored', workspace: { ...workspace, path, branch } });
}
