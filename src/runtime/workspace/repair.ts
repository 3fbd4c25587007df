/** Worktrees that an earlier daemon left half made or half removed, where no effect is left that would see to them. */
import { branchFor } from '../../core/session/naming.ts';
import type { Session } from '../../core/session/state.ts';
import type { SessionView } from '../../contract/session.ts';
import { repairWorktrees } from '../../host/git/worktree/repair-worktrees.ts';
import { worktreePath } from '../../host/git/worktree/worktree-path.ts';
import type { Deps } from '../deps.ts';
import { openTrusted } from './open-trusted.ts';

/** Sessions that are looked back at, the newest; older ones come up when something is asked of them. */
const lookedBack = 1_000;

/** @param live sessions that the daemon looks after, by id: what is being made or removed is left to them */
export async function repairWorkspaces(
  deps: Deps,
  live: (id: string) => Session | undefined,
  signal: AbortSignal,
): Promise<void> {
  const sessions = await deps.store.read('sessions', { removed: true, limit: lookedBack });
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
  // A repository that is gone or in a bad way is said so to whoever asks for something in it.
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

/** Something is about to make or to remove its worktree. */
function isBusy({ phase, workspace }: Session): boolean {
  return workspace === null || (phase.name === 'ended' && phase.upkeep !== null);
}
