import { ok, type Result } from '../../base/result.ts';
import type { Problem } from '../../base/problem.ts';
import type { WorldFact } from '../../core/session/world-fact.ts';
import type { WorkspaceContext } from './workspace-context.ts';
import { openTrusted } from './open-trusted.ts';
import { revertMerges } from './revert-merges.ts';

/** Reverts what a session merged into the branch. Its own branch and its workspace stay unchanged. */
export async function rollBackSession({
  deps,
  cell,
  signal,
}: WorkspaceContext): Promise<Result<WorldFact, Problem>> {
  const { spec, merged } = cell.session;
  if (!merged) throw new Error(`session ${cell.id} was not merged`);
  const repository = await openTrusted(deps, spec.repo);
  if (!repository.ok) return repository;
  const reverted = await revertMerges(
    repository.value,
    merged.into,
    [{ ...merged, title: spec.name }],
    signal,
  );
  return reverted.ok ? ok({ type: 'rolled_back', ...reverted.value }) : reverted;
}
