/** Rebuilds the list of sessions from specifications, journals and workspaces after the database was lost. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SessionSpec, Workspace } from '../../contract/session.ts';
import { branchFor } from '../../core/session/naming.ts';
import { openRepository } from '../../host/git/repository/repository.ts';
import { worktreePath } from '../../host/git/worktree/worktree-path.ts';
import type { Deps } from '../deps.ts';
import type { Hub } from '../hub.ts';
import { storeSessions } from '../session/starting.ts';
import type { LiveSessions } from '../session/live-sessions.ts';

/**
 * Runs when the log is empty but journals exist, which means that the database was replaced. Each session is restored
 * as lost: its remaining processes are stopped, its workspace is kept, and it can be continued.
 */
export async function rebuild(deps: Deps, hub: Hub, liveSessions: LiveSessions): Promise<void> {
  if ((await deps.store.read('lastSeq')) > 0) return;
  const found = readdirSync(deps.paths.sessions)
    .map((id) => ({ id, file: join(deps.paths.sessions, id, 'spec.json') }))
    .filter(({ file }) => existsSync(file))
    .toSorted((a, b) => statSync(a.file).mtimeMs - statSync(b.file).mtimeMs);
  for (const { id, file } of found) {
    const spec = readSpec(file);
    if (!spec) {
      deps.log.warn('a specification cannot be read', { file });
      continue;
    }
    archiveJournal(join(deps.paths.sessions, id));
    const data = { spec, prompt_id: null };
    await storeSessions(deps, hub, liveSessions, [{ id, data }]);
    const workspace = await workspaceOf(deps, id, spec);
    await (await liveSessions.find(id))?.report({ type: 'rebuilt', workspace });
  }
  if (found.length > 0) deps.log.warn('rebuilt the list of sessions', { sessions: found.length });
}

/** The read position is lost with the database, so the old journal is renamed and a new one starts. */
function archiveJournal(dir: string): void {
  const aside = join(dir, 'before');
  if (existsSync(aside)) return;
  const entries = readdirSync(dir).filter((name) => name !== 'spec.json');
  mkdirSync(aside, { mode: 0o700 });
  for (const name of entries) renameSync(join(dir, name), join(aside, name));
}

/** Reads the specification that `prepare` wrote. Its run is lost with the database. */
function readSpec(file: string): SessionSpec | undefined {
  try {
    const { id: _id, ...spec } = JSON.parse(readFileSync(file, 'utf8')) as SessionSpec & { id: string };
    return typeof spec.task === 'string' && typeof spec.repo === 'string'
      ? { ...spec, run_id: null, unit_id: null }
      : undefined;
  } catch {
    return undefined;
  }
}

async function workspaceOf(deps: Deps, id: string, spec: SessionSpec): Promise<Workspace | null> {
  const { base, base_commit, repo } = spec;
  if (base_commit === null) return { path: repo, branch: null, base: null, base_commit: null };
  const repository = await openRepository(deps.git, repo);
  if (!repository.ok) return null;
  const settings = await deps.configuration.inForce(repo);
  const path = worktreePath(settings.workspace.root ?? deps.paths.worktrees, repository.value, id);
  return existsSync(path) ? { path, branch: branchFor(id, spec.name), base, base_commit } : null;
}
