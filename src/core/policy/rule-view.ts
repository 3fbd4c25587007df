import type { RuleView } from '../../contract/answer.ts';
import type { SourcedRule } from '../../contract/settings.ts';
import type { Decision, RuleScope } from '../../contract/verdict.ts';
import type { Policy } from './policy.ts';
import { keyOf, stateOf } from './rule-state.ts';

/** Returns the view of a rule. @param reach scope of a rule that an answer added */
export function viewOfRule(
  policy: Pick<Policy, 'at' | 'used'>,
  decision: Decision,
  sourced: SourcedRule,
  reach?: { scope: RuleScope; within: string | null },
): RuleView {
  const { rule, source, id = null, line = null, reason = null, expires = null, max_uses = null } = sourced;
  return {
    id,
    decision,
    rule,
    source,
    line,
    scope: reach?.scope ?? null,
    within: reach?.within ?? null,
    reason,
    expires,
    max_uses,
    uses: max_uses === null ? null : policy.used(keyOf(decision, sourced)),
    state: stateOf(policy, decision, sourced),
  };
}
