import type { Difference } from '../../host/git/inspect/difference.ts';
import { readChanges } from '../../host/git/inspect/changes.ts';
import { worktreePlace } from '../../host/git/worktree/worktree.ts';
import type { WorkspaceContext } from './workspace-context.ts';
import { findTampering } from './guard.ts';
import { worktreeOf } from './place-of.ts';

export interface Evidence {
  /** Commits on top of the base. */
  commits: number;
  /** Files that differ from the base, including uncommitted ones. */
  files_changed: number;
  /** Changes since the start of the agent to files and settings that make git run programs. */
  tampered: Difference[];
  /** Changes since the start of the agent to the servers that git connects to. */
  redirected: Difference[];
  /** Changes since the start of the agent to the user's checkout. */
  elsewhere: Difference[];
}

/**
 * Collects the evidence of a session's work. A plain directory has no base to compare with, so there the agent's own
 * statement has to suffice.
 *
 * @throws an error with a message for users if the workspace cannot be read
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
  // Files that are too large to compare count as changed.
  const { commits, files, gaps } = changes.value;
  return { commits, files_changed: files.length + gaps.length, ...(await findTampering(context)) };
}
