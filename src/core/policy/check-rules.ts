/** Finds faulty rules: those that can never decide, and those that have no effect. */
import type { RuleProblem } from '../../contract/answer.ts';
import type { SourcedRule } from '../../contract/settings.ts';
import type { Decision } from '../../contract/verdict.ts';
import { rulesOf, type Policy, type RuleLists } from './policy.ts';
import { ruleFault } from './rule-fault.ts';
import { matchesCommand } from './rules/match-command.ts';
import { stateOf } from './rule-state.ts';
import { parseRule } from './rules/parse-rule.ts';

type Rules = RuleLists & Pick<Policy, 'at' | 'used'>;

/** In order of precedence. */
export const decisions = ['deny', 'ask', 'allow'] as const satisfies Decision[];

export function checkRules(policy: Rules): RuleProblem[] {
  return decisions.flatMap((decision) =>
    rulesOf(policy, decision).flatMap((sourced, index) => {
      const message = faultOf(policy, sourced, decision, index);
      const { rule, source, line = null, id = null } = sourced;
      return message === undefined ? [] : [{ rule, decision, source, line, id, message }];
    }),
  );
}

function faultOf(policy: Rules, sourced: SourcedRule, decision: Decision, index: number): string | undefined {
  const { rule, expires, max_uses } = sourced;
  const fault = ruleFault(rule, decision);
  if (fault) return fault;
  const state = stateOf(policy, decision, sourced);
  if (state === 'expired') return `expired at ${expires}`;
  if (state === 'used_up') return `used up: it has decided about ${max_uses} of ${max_uses} calls`;
  const earlier = before(policy, decision, index).find((other) =>
    hides(other.rule, other.decision, rule, decision),
  );
  return (
    earlier && `never decides: the ${earlier.decision} rule ${earlier.rule} (${earlier.source}) comes first`
  );
}

/** Returns the rules that are checked before the one at an index of a list. */
function before(policy: RuleLists, decision: Decision, index: number) {
  return decisions.slice(0, decisions.indexOf(decision) + 1).flatMap((list) =>
    rulesOf(policy, list)
      .slice(0, list === decision ? index : undefined)
      // A rule that can expire does not hide later rules permanently.
      .filter(({ expires, max_uses }) => expires === undefined && max_uses === undefined)
      .map((rule) => ({ ...rule, decision: list })),
  );
}

/** Whether a rule matches everything that another one matches, as far as their texts show. */
function hides(rule: string, list: Decision, other: string, otherList: Decision): boolean {
  if (rule.trim() === other.trim()) return true;
  const [first, second] = [parseRule(rule, list), parseRule(other, otherList)];
  if (first.kind === 'tool') return !first.tool.includes('*') && toolOf(other) === first.tool;
  return (
    first.kind === 'command' && second.kind === 'command' && matchesCommand(first.pattern, second.pattern)
  );
}

function toolOf(rule: string): string {
  return rule.trim().replace(/\([\s\S]*$/, '');
}
