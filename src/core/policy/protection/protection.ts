/** What is protected without a rule. Only the user's own configuration can switch a category off. */
import type { Decision } from '../../../contract/verdict.ts';
import type { ProtectionCategory } from '../../../contract/settings.ts';

export interface Finding {
  category: ProtectionCategory;
  decision: Exclude<Decision, 'allow'>;
  why: string;
}

/** What becomes of a call in each category; what asks can be allowed by a rule that names the place from the root. */
export const protections: Record<ProtectionCategory, { decision: Finding['decision']; covers: string }> = {
  destructive: { decision: 'deny', covers: 'whole directory trees removed, disks formatted or overwritten' },
  privilege: { decision: 'deny', covers: 'files removed, owned or opened to all with the rights of root' },
  exfiltration: { decision: 'deny', covers: 'downloads run without saving them first' },
  secrets: { decision: 'deny', covers: 'keys and passwords read or written' },
  system: { decision: 'deny', covers: 'accounts, system configuration and schedules changed' },
  git_directory: { decision: 'deny', covers: "git's own files written: hooks and configuration are run" },
  agent_configuration: { decision: 'ask', covers: 'files that configure agents and permissions' },
  outside: { decision: 'ask', covers: 'files changed outside of the workspace' },
};

/** @param decision where it is another than that of the category */
export function finding(
  category: ProtectionCategory,
  why: string,
  decision: Finding['decision'] = protections[category].decision,
): Finding {
  return { category, decision, why };
}

/** Whether it is asked about because nobody can tell whether it belongs to a category that is denied. */
export function isDoubtful({ category, decision }: Finding): boolean {
  return decision === 'ask' && protections[category].decision === 'deny';
}
