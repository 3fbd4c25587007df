/** Temporary worktrees of fairlead itself, for commands that must not run in a session's or the user's checkout. */
import type { Problem } from '../../base/problem.ts';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../base/result.ts';
import { addWorktree } from '../../host/git/worktree/add-worktree.ts';
import { removeWorktree } from '../../host/git/worktree/remove-worktree.ts';
import type { Repository } from '../../host/git/repository/repository.ts';
import { worktreePath } from '../../host/git/worktree/worktree-path.ts';
import { runCommand, type CommandResult } from '../../host/process/run-command.ts';
import { stopTree } from '../../host/process/stop-tree.ts';
import { markerOf, type Deps } from '../deps.ts';
import { openTrusted } from './open-trusted.ts';

/** The record of a tree: everything that its removal needs. */
interface TreeRecord {
  id: string;
  /** Absolute path. */
  repo: string;
  /** The parent directory of all worktrees. */
  root: string;
  path: string;
  branch: string;
}

interface TreeRequest {
  repository: Repository;
  /** Absolute path. */
  repo: string;
  /** Full commit id. */
  commit: string;
  /** Part of the branch name, so that users recognise the branch: `merged`, `trial`. */
  kind: string;
  id: string;
  signal: AbortSignal;
}

/**
 * Checks out a commit, runs `use` there, and always removes the checkout and its branch. A record in the state
 * directory exists for the whole time, so that the next daemon removes the tree if this one is killed.
 */
export async function withOwnTree<T>(
  deps: Deps,
  { repository, repo, commit, kind, id, signal }: TreeRequest,
  use: (path: string) => Promise<T>,
): Promise<Result<T, Problem>> {
  const settings = await deps.configuration.inForce(repo);
  const root = settings.workspace.root ?? deps.paths.worktrees;
  const branch = `fairlead/${kind}-${id}`;
  const worktree = { id, path: worktreePath(root, repository, id), branch };
  const record: TreeRecord = { repo, root, ...worktree };
  mkdirSync(deps.paths.trees, { recursive: true, mode: 0o700 });
  writeFileSync(recordFile(deps, id), JSON.stringify(record), { mode: 0o600 });
  try {
    const made = await addWorktree({
      repository,
      root,
      worktree,
      baseCommit: commit,
      reason: `fairlead:${id}`,
      signal,
    });
    return made.ok ? ok(await use(made.value.path)) : err(made.error);
  } finally {
    await removeTree(deps, repository, record);
  }
}

/** Runs a command in a tree and stops all of its processes when it ends. */
export function runInTree(
  { table, env }: Deps,
  command: string,
  { id, path, timeout, signal }: { id: string; path: string; timeout: number; signal: AbortSignal },
): Promise<CommandResult> {
  // Like a session's gate, it may query the daemon but not send commands.
  const [name = '', value = ''] = markerOf(id).split('=');
  return runCommand({
    table,
    command,
    cwd: path,
    env: { ...env, [name]: value },
    marker: treeMarker(id),
    timeout,
    signal,
  });
}

/** Lists the records that an earlier daemon left. Call it before this daemon creates its own trees. */
export function listLeftTrees({ paths }: Deps): string[] {
  mkdirSync(paths.trees, { recursive: true, mode: 0o700 });
  return readdirSync(paths.trees).filter((name) => name.endsWith('.json'));
}

/** Stops the remaining processes in trees of an earlier daemon, and removes the trees. */
export async function removeLeftTrees(
  deps: Deps,
  records: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  for (const name of records) {
    if (signal.aborted) return;
    const record = readRecord(join(deps.paths.trees, name));
    if (!record || `${record.id}.json` !== name) {
      // The record is incomplete, so the tree was never created.
      rmSync(join(deps.paths.trees, name), { force: true });
      continue;
    }
    const { table } = deps;
    await stopTree({ table, marker: treeMarker(record.id), polite: false, patience: 0 });
    const repository = await openTrusted(deps, record.repo, signal);
    if (repository.ok) await removeTree(deps, repository.value, record);
    else deps.log.warn('a worktree was left', { path: record.path, why: repository.error.message });
  }
}

async function removeTree(deps: Deps, repository: Repository, record: TreeRecord): Promise<void> {
  const { root, id, path, branch } = record;
  const gone = await removeWorktree({
    repository,
    root,
    worktree: { id, path, branch },
    branch: 'delete',
    acceptLoss: true,
    save: false,
  });
  if (gone.ok) rmSync(recordFile(deps, id), { force: true });
  else deps.log.warn('a worktree was left', { path, why: gone.error.message });
}

function readRecord(file: string): TreeRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as TreeRecord;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function recordFile({ paths }: Deps, id: string): string {
  return join(paths.trees, `${id}.json`);
}

function treeMarker(id: string): string {
  return `FAIRLEAD_GATE=${id}`;
}
