/** The gates of the merged tree: run where nobody works, before the integration branch moves. */
import { err, ok, type Result } from '../../base/result.ts';
import { addWorktree } from '../../host/git/worktree/add-worktree.ts';
import { removeWorktree } from '../../host/git/worktree/remove-worktree.ts';
import { worktreePath } from '../../host/git/worktree/worktree-path.ts';
import type { Worktree } from '../../host/git/worktree/worktree.ts';
import { runCommand } from '../../host/process/run-command.ts';
import type { Repository } from '../../host/git/repository/repository.ts';
import type { RunContext } from './run-context.ts';

/** Milliseconds that one gate may take. */
const gateTime = 60 * 60 * 1_000;

/** Characters of a failed gate's output that the session gets to read: the end, where it says why. */
const maximumOutput = 4_000;

export interface Unfit {
  /** One line. */
  reason: string;
  text: string;
}

/** @param commit the merge to be proven */
export function tryMergedTree(
  repository: Repository,
  commit: string,
  context: RunContext,
): Promise<Result<null, Unfit>> {
  return tryTree(repository, commit, context.cell.run.spec.merge_gates, context);
}

/** Runs commands, one after another until one fails, in a checkout of a commit that is removed afterwards. */
export async function tryTree(
  repository: Repository,
  commit: string,
  gates: readonly string[],
  context: RunContext,
): Promise<Result<null, Unfit>> {
  const { deps, cell, signal } = context;
  if (gates.length === 0) return ok(null);
  const id = `${cell.id}x${deps.fresh().id}`;
  const settings = await deps.configuration.inForce(cell.run.spec.repo);
  const root = settings.workspace.root ?? deps.paths.worktrees;
  const worktree: Worktree = {
    id,
    path: worktreePath(root, repository, id),
    branch: `fairlead/merged-${id}`,
  };
  const made = await addWorktree({
    repository,
    root,
    worktree,
    baseCommit: commit,
    reason: `fairlead:${id}`,
    signal,
  });
  if (!made.ok)
    return err({ reason: `the merged tree cannot be looked at: ${made.error.message}`, text: '' });
  try {
    for (const command of gates) {
      const failure = await runGate(command, made.value.path, id, context);
      if (failure) return err(failure);
    }
    return ok(null);
  } finally {
    const gone = await removeWorktree({
      repository,
      root,
      worktree: made.value,
      branch: 'delete',
      acceptLoss: true,
    });
    if (!gone.ok) deps.log.warn('a merged tree was left', { path: worktree.path, why: gone.error.message });
  }
}

async function runGate(
  command: string,
  cwd: string,
  id: string,
  { deps, signal }: RunContext,
): Promise<Unfit | undefined> {
  const marker = `FAIRLEAD_GATE=${id}`;
  const { table, env } = deps;
  const result = await runCommand({ table, command, cwd, env, marker, timeout: gateTime, signal });
  if (result.kind === 'exited' && result.code === 0) return undefined;
  const how = result.kind === 'exited' ? `exit status ${result.code}` : result.kind.replace('_', ' ');
  return {
    reason: `the merged tree fails: ${command} (${how})`,
    text: result.output.slice(-maximumOutput),
  };
}
