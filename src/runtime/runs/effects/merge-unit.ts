/**
 * Merges a unit into the integration branch: first without a checkout, then tested if required, and only then on the
 * branch.
 */
import { keepStart } from '../../../base/cut-text.ts';
import { err, ok, type Result } from '../../../base/result.ts';
import type { Problem } from '../../../base/problem.ts';
import { unitAt } from '../../../core/plan/state.ts';
import type { RunEffect } from '../../../core/plan/react.ts';
import type { RunFact } from '../../../core/plan/record.ts';
import { commitSnapshot } from '../../../host/git/inspect/commit-snapshot.ts';
import { advanceBranch } from '../../../host/git/merge/advance-branch.ts';
import { commitMerge } from '../../../host/git/merge/commit-merge.ts';
import { patchBetween } from '../../../host/git/inspect/patch-between.ts';
import { branchTip } from '../../../host/git/repository/branch.ts';
import { userIdentity } from '../../../host/git/repository/user-identity.ts';
import { worktreePlace } from '../../../host/git/worktree/worktree.ts';
import { worktreeOf, type WorktreeOf } from '../../workspace/place-of.ts';
import { tryMergedTree } from './merged-tree.ts';
import type { RunEffectContext, RunHandler } from './run-effect-context.ts';

type Merge = Extract<RunEffect, { kind: 'merge_unit' }>;

export const mergeUnit: RunHandler<'merge_unit'> = {
  run: (effect, context) =>
    context.merges.run(async () => {
      const merged = await merge(effect, context);
      return merged.ok
        ? merged.value
        : mergeUnit.failed(effect, `its work could not be merged: ${merged.error.message}`);
    }),
  failed: ({ session_id }, reason) => ({ type: 'unit_merge_failed', session_id, reason }),
};

async function merge(
  { session_id, unit }: Merge,
  context: RunEffectContext,
): Promise<Result<RunFact, Problem>> {
  const { deps, liveSessions, cell, signal } = context;
  const { branch, plan } = cell.run;
  const session = (await liveSessions.find(session_id))?.session;
  if (!session || !branch) throw new Error(`unit ${unit} has no session or no branch to merge`);
  const found = await worktreeOf(deps, session);
  if (!found.ok) return found;
  if (!found.value) throw new Error(`session ${session_id} of unit ${unit} has no worktree`);
  const { repository, worktree } = found.value;
  const tip = await branchTip(repository, branch.name, signal);
  if (!tip.ok) return tip;
  if (tip.value === null)
    return err({ code: 'not_found', message: `branch ${branch.name} is gone`, next: 'start a new run' });
  const from = await commitSnapshot(worktreePlace(repository, worktree), session.spec.name, signal);
  if (!from.ok) return from;
  const title = plan.units[unitAt(cell.run, unit)?.index ?? -1]?.title ?? '';
  const merged = await commitMerge({
    repository,
    into: tip.value,
    from: from.value,
    strategy: 'merge',
    message: `Merge unit ${unit}: ${title}`,
    identity: await userIdentity(repository),
    signal,
  });
  if (!merged.ok) return merged;
  switch (merged.value.kind) {
    case 'up_to_date':
      return ok({ type: 'unit_merged', session_id, commit: null, tip: tip.value });
    case 'conflict': {
      const { files, messages } = merged.value;
      const reason = `conflicts in ${files.slice(0, 5).join(', ')}${files.length > 5 ? ` and ${files.length - 5} more` : ''}`;
      const text = `${messages.slice(0, 20).join('\n')}\n\n${await branchPatch(found.value, session.spec.base_commit, tip.value, files)}`;
      return ok({ type: 'unit_conflicted', session_id, reason, text });
    }
    case 'merged': {
      const { commit } = merged.value;
      const tested = await tryMergedTree(repository, commit, context);
      if (!tested.ok) return ok({ type: 'unit_conflicted', session_id, ...tested.error });
      const moved = await advanceBranch({
        repository,
        branch: branch.name,
        from: tip.value,
        to: commit,
        signal,
      });
      return moved.ok ? ok({ type: 'unit_merged', session_id, commit, tip: commit }) : moved;
    }
  }
}

/** Maximum characters of the other side's patch in a prompt. The agent finds the rest in the branch. */
const maximumPatch = 8_000;

/** Returns the branch's changes to the conflicting files since the session began. The session knows its own changes. */
async function branchPatch(
  { repository }: WorktreeOf,
  base: string | null,
  tip: string,
  files: readonly string[],
): Promise<string> {
  if (base === null) return '';
  const patch = await patchBetween(repository, base, tip, files);
  return patch.ok && patch.value
    ? `Earlier merges changed these files:\n\n${keepStart(patch.value, maximumPatch)}`
    : '';
}
