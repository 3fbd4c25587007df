/** Repairs worktrees that an earlier daemon created or removed only in part, and for which no effect is pending. */
import { branchFor } from '../../core/session/naming.ts';
import type { Session } from '../../core/session/state.ts';
import type { SessionView } from '../../contract/session.ts';
import { repairWorktrees } from '../../host/git/worktree/repair-worktrees.ts';
import { worktreePath } from '../../host/git/worktree/worktree-path.ts';
import type { Deps } from '../deps.ts';
import { openTrusted } from './open-trusted.ts';

/** Number of newest sessions that are checked. Worktrees of older ones are checked when a command needs them. */
const maximumSessions = 1_000;

/** @param live supervised sessions by id; they create or remove their own worktrees */
export async function repairWorkspaces(
  deps: Deps,
  live: (id: string) => Session | undefined,
  signal: AbortSignal,
): Promise<void> {
  const sessions = await deps.store.read('sessions', { removed: true, limit: maximumSessions });
  const byRepository = Map.groupBy(
    sessions.map(({ view }) => view).filter(({ workspace }) => workspace?.branch !== null),
    ({ repo }) => repo,
  );
  for (const [repo, views] of byRepository) {
    if (signal.aborted) return;
    await repairOne(deps, repo, views, live, signal);
  }
}

async function repairOne(
  deps: Deps,
  repo: string,
  views: readonly SessionView[],
  live: (id: string) => Session | undefined,
  signal: AbortSignal,
): Promise<void> {
  const opened = await openTrusted(deps, repo, signal);
  // Commands in a missing or damaged repository report it themselves.
  if (!opened.ok) return;
  const repository = opened.value;
  const settings = await deps.configuration.inForce(repo);
  const root = settings.workspace.root ?? deps.paths.worktrees;
  const names = new Map(views.map(({ id, name }) => [id, name]));
  const repaired = await repairWorktrees({
    repository,
    root,
    known({ name: id }) {
      const name = names.get(id);
      const session = live(id);
      if (name === undefined || (session && isBusy(session))) return null;
      return { id, path: worktreePath(root, repository, id), branch: branchFor(id, name) };
    },
    signal,
  });
  if (!repaired.ok) deps.log.warn('worktrees cannot be repaired', { repo, why: repaired.error.message });
  else if (repaired.value.length > 0)
    deps.log.info('repaired worktrees', { repo, worktrees: repaired.value });
}

/** Returns whether an effect of the session is about to create or remove its worktree. */
function isBusy({ phase, workspace }: Session): boolean {
  return workspace === null || (phase.name === 'ended' && phase.upkeep !== null);
}
