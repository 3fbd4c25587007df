/** Whether a rule still applies, and the key of its uses. */
import type { SourcedRule } from '../../contract/settings.ts';
import type { Decision } from '../../contract/verdict.ts';

/** Number of uses of the rule of a key. */
export type Used = (key: string) => number;

export function stateOf(
  { at, used }: { at: string; used: Used },
  decision: Decision,
  rule: SourcedRule,
): 'in_force' | 'expired' | 'used_up' {
  if (rule.expires !== undefined && Date.parse(rule.expires) <= Date.parse(at)) return 'expired';
  return rule.max_uses !== undefined && used(keyOf(decision, rule)) >= rule.max_uses ? 'used_up' : 'in_force';
}

/** Returns the key of a rule's uses: a rule with a new text or in another file starts at zero. */
export function keyOf(decision: Decision, { id, rule, source }: SourcedRule): string {
  return id ?? `${decision} ${rule.trim()} in ${source}`;
}
