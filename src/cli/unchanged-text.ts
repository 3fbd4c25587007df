import type { SessionView } from '../contract/session.ts';

/**
 * @returns what a completed session that changed nothing gives as the reason, empty where it gives none; undefined where
 *   it changed something, or works in a plain directory, where there is nothing to compare with
 */
export function unchangedText({
  outcome,
  workspace,
}: Pick<SessionView, 'outcome' | 'workspace'>): string | undefined {
  if (outcome?.kind !== 'completed' || !workspace?.branch) return undefined;
  const { commits, files_changed, unchanged, statement } = outcome.evidence;
  return commits + files_changed > 0 ? undefined : (unchanged ?? statement ?? '');
}
