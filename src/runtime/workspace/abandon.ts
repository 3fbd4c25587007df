import { ok, type Result } from '../../base/result.ts';
import type { Problem } from '../../base/problem.ts';
import type { WorldFact } from '../../core/session/world-fact.ts';
import { createTag } from '../../host/git/repository/tag.ts';
import { slugFor } from '../../core/session/naming.ts';
import type { WorkspaceContext } from './workspace-context.ts';
import { commitWorkspace } from './commit-workspace.ts';
import { worktreeOf } from './place-of.ts';
import { removeWorkspace } from './remove.ts';

/** Keeps all work of a session under a tag and removes its workspace. */
export async function abandonWorkspace(context: WorkspaceContext): Promise<Result<WorldFact, Problem>> {
  const { deps, cell } = context;
  const found = await worktreeOf(deps, cell.session);
  if (!found.ok) return found;
  const commit = await commitWorkspace(deps, cell.session);
  if (!commit.ok) return commit;
  let tag: string | null = null;
  if (found.value && commit.value !== null) {
    tag = `fairlead/archive/${slugFor(cell.session.spec.name)}-${cell.id}`;
    const tagged = await createTag(found.value.repository, tag, commit.value);
    if (!tagged.ok) return tagged;
  }
  const removed = await removeWorkspace({ force: false }, context);
  if (!removed.ok) return removed;
  return ok({ type: 'abandoned', tag, salvage: removed.value.salvage });
}
