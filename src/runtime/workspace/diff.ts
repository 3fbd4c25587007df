import { err, ok, type Result } from '../../base/result.ts';
import type { DiffView, FileChange } from '../../contract/answer.ts';
import { problem, type Problem } from '../../base/problem.ts';
import type { Session } from '../../core/session/state.ts';
import { readChanges, type ChangedFile } from '../../host/git/inspect/changes.ts';
import { worktreePlace } from '../../host/git/worktree/worktree.ts';
import type { Deps } from '../deps.ts';
import { worktreeOf } from './place-of.ts';

/** Maximum bytes of a patch in the answer. The branch has the rest. */
const maximumPatch = 4 * 1024 * 1024;

/** Returns the changes of a session since its base. */
export async function diffOf(
  deps: Pick<Deps, 'git' | 'configuration'>,
  session: Session,
): Promise<Result<DiffView, Problem>> {
  if (session.removed)
    return err(problem('wrong_phase', `session ${session.id} was removed`, 'fairlead undo'));
  const found = await worktreeOf(deps, session);
  if (!found.ok) return found;
  const base = session.workspace?.base_commit;
  if (!found.value || !base)
    return err(
      problem('unsupported', `session ${session.id} has no worktree of its own`, 'git diff in its directory'),
    );
  const place = worktreePlace(found.value.repository, found.value.worktree);
  const changes = await readChanges({ place, base, patchBytes: maximumPatch });
  if (!changes.ok) return changes;
  const { commits, files, patch } = changes.value;
  return ok({
    session_id: session.id,
    base_commit: base,
    commits,
    files: files.map(fileChange),
    patch: patch?.text ?? '',
    truncated: patch?.truncated ?? false,
  });
}

function fileChange({ path, from, status, additions, deletions }: ChangedFile): FileChange {
  return { path, old_path: from, change: status, additions, deletions };
}
