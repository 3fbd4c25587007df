import { err, ok, type Result } from '../../base/result.ts';
import { problem, type Problem } from '../../base/problem.ts';
import type { Salvage } from '../../contract/event.ts';
import { removeWorktree } from '../../host/git/worktree/remove-worktree.ts';
import { runCommand } from '../../host/process/run-command.ts';
import { markerOf } from '../deps.ts';
import type { WorkspaceContext } from './workspace-context.ts';
import { worktreeOf } from './place-of.ts';
import { workspaceRoot } from './root.ts';

/** Milliseconds that a teardown command may take. */
const teardownTime = 5 * 60 * 1_000;

/** Saves all work in a workspace, then removes it. A plain directory belongs to the user and is left unchanged. */
export async function removeWorkspace(
  { force }: { force: boolean },
  context: WorkspaceContext,
): Promise<Result<{ salvage: Salvage | null }, Problem>> {
  const { deps, cell, signal } = context;
  if (!cell.session.workspace) return ok({ salvage: null });
  const found = await worktreeOf(deps, cell.session);
  if (!found.ok) return found;
  if (!found.value) return ok({ salvage: null });
  const teardownResult = await tearDown(context);
  if (!teardownResult.ok && !force) return teardownResult;
  const { repository, worktree } = found.value;
  const removed = await removeWorktree({
    repository,
    worktree,
    root: workspaceRoot(worktree.path),
    branch: 'delete',
    acceptLoss: force,
    signal,
  });
  if (!removed.ok) return removed;
  const { salvage, branchTip } = removed.value;
  const saved: Salvage | null = salvage && { ref: salvage.ref, branch: worktree.branch, tip: branchTip };
  return ok({ salvage: saved });
}

async function tearDown({ deps, cell, signal }: WorkspaceContext): Promise<Result<null, Problem>> {
  const { spec, workspace } = cell.session;
  const settings = await deps.configuration.inForce(spec.repo);
  const { teardown } = settings.workspace;
  if (!teardown || !workspace) return ok(null);
  const [name = '', value = ''] = markerOf(cell.id).split('=');
  const result = await runCommand({
    table: deps.table,
    command: teardown,
    cwd: workspace.path,
    env: { ...deps.env, [name]: value },
    marker: `FAIRLEAD_TEARDOWN=${cell.id}`,
    timeout: teardownTime,
    signal,
  });
  if (result.kind === 'exited' && result.code === 0) return ok(null);
  const last = result.output.trimEnd().split('\n').at(-1) ?? '';
  return err(
    problem('environment', `teardown failed: ${teardown}: ${last}`, `fairlead rm ${cell.id} --force`),
  );
}
