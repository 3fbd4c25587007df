/** Protection without rules. Only the user's own configuration can switch a category off. */
import type { Decision } from '../../../contract/verdict.ts';
import type { ProtectionCategory } from '../../../contract/settings.ts';

export interface Finding {
  category: ProtectionCategory;
  decision: Exclude<Decision, 'allow'>;
  why: string;
}

/** Verdict of each category; a rule with an absolute path can allow calls of categories that ask. */
const protections: Record<ProtectionCategory, { decision: Finding['decision']; covers: string }> = {
  destructive: { decision: 'deny', covers: 'whole directory trees removed, disks formatted or overwritten' },
  privilege: { decision: 'deny', covers: 'files removed, owned or opened to all with the rights of root' },
  exfiltration: { decision: 'deny', covers: 'downloads run without saving them first' },
  secrets: { decision: 'deny', covers: 'keys and passwords read or written' },
  system: { decision: 'deny', covers: 'accounts, system configuration and schedules changed' },
  git_directory: { decision: 'deny', covers: "git's own files written: hooks and configuration are run" },
  agent_configuration: { decision: 'ask', covers: 'files that configure agents and permissions' },
  outside: { decision: 'ask', covers: 'files changed outside of the workspace' },
};

/** @param decision if it differs from that of the category */
export function finding(
  category: ProtectionCategory,
  why: string,
  decision: Finding['decision'] = protections[category].decision,
): Finding {
  return { category, decision, why };
}

/** Whether it only asks because it is uncertain whether the call belongs to a category that denies. */
export function isDoubtful({ category, decision }: Finding): boolean {
  return decision === 'ask' && protections[category].decision === 'deny';
}
