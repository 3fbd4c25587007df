/** Runs gates on the merged tree in a temporary worktree, before the integration branch moves. */
import { keepEnd } from '../../../base/cut-text.ts';
import { err, ok, type Result } from '../../../base/result.ts';
import type { Repository } from '../../../host/git/repository/repository.ts';
import { runInTree, withOwnTree } from '../../workspace/own-tree.ts';
import type { RunEffectContext } from './run-effect-context.ts';

/** Milliseconds that one gate may take. */
const gateTime = 60 * 60 * 1_000;

/** Maximum characters of a failed gate's output in a prompt. The end is kept because it has the reason. */
const maximumOutput = 4_000;

export interface GateFailure {
  /** One line. */
  reason: string;
  text: string;
}

/** @param commit the merge to test */
export function tryMergedTree(
  repository: Repository,
  commit: string,
  context: RunEffectContext,
): Promise<Result<null, GateFailure>> {
  return tryTree(repository, commit, context.cell.run.spec.merge_gates, context);
}

/** Runs commands in order until one fails, in a temporary checkout of a commit. */
export async function tryTree(
  repository: Repository,
  commit: string,
  gates: readonly string[],
  context: RunEffectContext,
): Promise<Result<null, GateFailure>> {
  const { deps, cell, signal } = context;
  if (gates.length === 0) return ok(null);
  const id = `${cell.id}x${deps.newIds().id}`;
  const { repo } = cell.run.spec;
  const tried = await withOwnTree(
    deps,
    { repository, repo, commit, kind: 'merged', id, signal },
    async (path): Promise<Result<null, GateFailure>> => {
      for (const command of gates) {
        const failure = await runGate(command, path, id, context);
        if (failure) return err(failure);
      }
      return ok(null);
    },
  );
  return tried.ok
    ? tried.value
    : err({ reason: `the merged tree cannot be looked at: ${tried.error.message}`, text: '' });
}

async function runGate(
  command: string,
  path: string,
  id: string,
  { deps, signal }: RunEffectContext,
): Promise<GateFailure | undefined> {
  const result = await runInTree(deps, command, { id, path, timeout: gateTime, signal });
  if (result.kind === 'exited' && result.code === 0) return undefined;
  const how = result.kind === 'exited' ? `exit status ${result.code}` : result.kind.replace('_', ' ');
  return {
    reason: `the merged tree fails: ${command} (${how})`,
    text: keepEnd(result.output, maximumOutput),
  };
}
