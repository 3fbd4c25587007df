import type { SessionView } from '../contract/session.ts';

/**
 * @returns the reason of a completed session that changed nothing, empty if it gave none; undefined if it changed
 *   something, or works in a plain directory, which has no base to compare with
 */
export function unchangedText({
  outcome,
  workspace,
}: Pick<SessionView, 'outcome' | 'workspace'>): string | undefined {
  if (outcome?.kind !== 'completed' || !workspace?.branch) return undefined;
  const { commits, files_changed, unchanged, statement } = outcome.evidence;
  return commits + files_changed > 0 ? undefined : (unchanged ?? statement ?? '');
}
