import type { Difference } from '../../host/git/inspect/difference.ts';
import { readChanges } from '../../host/git/inspect/changes.ts';
import { worktreePlace } from '../../host/git/worktree/worktree.ts';
import type { WorkspaceContext } from './workspace-context.ts';
import { findTampering } from './guard.ts';
import { worktreeOf } from './place-of.ts';

export interface Evidence {
  /** Commits that the base does not have. */
  commits: number;
  /** Files that differ from the base, uncommitted ones included. */
  files_changed: number;
  /** Changes to what git executes, made since the agent was started. */
  tampered: Difference[];
  /** Changes to which servers git speaks to. */
  redirected: Difference[];
  /** Changes to the user's checkout in that time. */
  elsewhere: Difference[];
}

/**
 * What a session has to show for its work. In a plain directory there is nothing to compare with: there the agent's own
 * words have to do.
 *
 * @throws an error with a message for people where the workspace cannot be looked at
 */
export async function findEvidence(context: WorkspaceContext): Promise<Evidence> {
  const { deps, cell, signal } = context;
  const found = await worktreeOf(deps, cell.session);
  if (!found.ok) throw new Error(`${found.error.message}; ${found.error.next}`);
  const base = cell.session.workspace?.base_commit;
  if (!found.value || !base)
    return { commits: 0, files_changed: 0, tampered: [], redirected: [], elsewhere: [] };
  const { repository, worktree } = found.value;
  const changes = await readChanges({ place: worktreePlace(repository, worktree), base, signal });
  if (!changes.ok) throw new Error(`${changes.error.message}; ${changes.error.next}`);
  // What is too large to be looked at has changed as well.
  const { commits, files, gaps } = changes.value;
  return { commits, files_changed: files.length + gaps.length, ...(await findTampering(context)) };
}
