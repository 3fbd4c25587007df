import { writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../../base/result.ts';
import type { Workspace } from '../../../contract/session.ts';
import { branchFor } from '../../../core/session/naming.ts';
import { addWorktree } from '../../../host/git/worktree/add-worktree.ts';
import { copyIncluded } from '../../../host/git/worktree/copy-included.ts';
import { worktreePath } from '../../../host/git/worktree/worktree-path.ts';
import { runCommand } from '../../../host/process/run-command.ts';
import { markerOf } from '../../deps.ts';
import { openTrusted } from '../../workspace/open-trusted.ts';
import type { JournalEffect } from '../transaction.ts';
import type { EffectContext, Handler } from './handler.ts';

/** Milliseconds that a setup command may take. */
const setupTime = 30 * 60 * 1_000;

/** Creates the workspace: a worktree with its own branch, or the plain directory. */
export const prepare: Handler<Extract<JournalEffect, { kind: 'prepare' }>> = {
  cancellable: true,
  async run(effect, context) {
    const { cell, dir } = context;
    const { spec } = cell.session;
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    writeFileSync(join(dir, 'spec.json'), `${JSON.stringify({ id: cell.id, ...spec }, null, 2)}\n`, {
      mode: 0o600,
    });
    const made = await makeWorkspace(context);
    if (!made.ok) return this.failed(effect, made.error);
    const ready = await setUp(made.value, context);
    return ready.ok
      ? { type: 'workspace_prepared', workspace: made.value }
      : this.failed(effect, ready.error);
  },
  failed: (_effect, reason) => ({ type: 'workspace_failed', reason }),
};

async function makeWorkspace({ deps, cell, signal }: EffectContext): Promise<Result<Workspace, string>> {
  const { id, session } = cell;
  const { spec } = session;
  if (spec.base_commit === null) return ok({ path: spec.repo, branch: null, base: null, base_commit: null });
  const repository = await openTrusted(deps, spec.repo, signal);
  if (!repository.ok) return err(`${repository.error.message}; ${repository.error.next}`);
  const settings = await deps.configuration.inForce(spec.repo);
  const root = settings.workspace.root ?? deps.paths.worktrees;
  const branch = branchFor(id, spec.name);
  const worktree = await addWorktree({
    repository: repository.value,
    root,
    worktree: { id, path: worktreePath(root, repository.value, id), branch },
    baseCommit: spec.base_commit,
    reason: `fairlead:${id}`,
    signal,
  });
  if (!worktree.ok) return err(`${worktree.error.message}; ${worktree.error.next}`);
  const included = await copyIncluded({ repository: repository.value, path: worktree.value.path, signal });
  if (!included.ok) return err(`${included.error.message}; ${included.error.next}`);
  for (const { path, why } of included.value.skipped)
    deps.log.warn('not copied to a workspace', { session: id, path, why });
  return ok({ path: worktree.value.path, branch, base: spec.base, base_commit: spec.base_commit });
}

async function setUp(
  { path }: Workspace,
  { deps, cell, signal }: EffectContext,
): Promise<Result<null, string>> {
  const settings = await deps.configuration.inForce(cell.session.spec.repo);
  const { setup } = settings.workspace;
  if (!setup) return ok(null);
  const [name = '', value = ''] = markerOf(cell.id).split('=');
  const result = await runCommand({
    table: deps.table,
    command: setup,
    cwd: path,
    env: { ...deps.env, [name]: value },
    marker: `FAIRLEAD_SETUP=${cell.id}`,
    timeout: setupTime,
    signal,
  });
  if (result.kind === 'exited' && result.code === 0) return ok(null);
  const how = result.kind === 'exited' ? `exit status ${result.code}` : result.kind.replace('_', ' ');
  const last = result.output.trimEnd().split('\n').at(-1) ?? '';
  return err(`setup failed: ${setup} (${how}): ${last}`);
}
