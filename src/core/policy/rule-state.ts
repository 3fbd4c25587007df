/** Whether a rule still says anything, and by what its uses are counted. */
import type { SourcedRule } from '../../contract/settings.ts';
import type { Decision } from '../../contract/verdict.ts';

/** How often the rule of a key has been used. */
export type Used = (key: string) => number;

export function stateOf(
  { at, used }: { at: string; used: Used },
  decision: Decision,
  rule: SourcedRule,
): 'in_force' | 'expired' | 'used_up' {
  if (rule.expires !== undefined && Date.parse(rule.expires) <= Date.parse(at)) return 'expired';
  return rule.max_uses !== undefined && used(keyOf(decision, rule)) >= rule.max_uses ? 'used_up' : 'in_force';
}

/** By what the uses of a rule are counted: a rule that is written anew, or elsewhere, begins anew. */
export function keyOf(decision: Decision, { id, rule, source }: SourcedRule): string {
  return id ?? `${decision} ${rule.trim()} in ${source}`;
}
