/** What is wrong with rules: those that can never decide, and those that come to nothing. */
import type { RuleProblem } from '../../contract/answer.ts';
import type { SourcedRule } from '../../contract/settings.ts';
import type { Decision } from '../../contract/verdict.ts';
import { rulesOf, type Policy, type RuleLists } from './policy.ts';
import { ruleFault } from './rule-fault.ts';
import { matchesCommand } from './rules/match-command.ts';
import { stateOf } from './rule-state.ts';
import { parseRule } from './rules/parse-rule.ts';

type Rules = RuleLists & Pick<Policy, 'at' | 'used'>;

/** In the order in which they decide. */
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

/** The rules that are asked before the one at a place of a list. */
function before(policy: RuleLists, decision: Decision, index: number) {
  return decisions.slice(0, decisions.indexOf(decision) + 1).flatMap((list) =>
    rulesOf(policy, list)
      .slice(0, list === decision ? index : undefined)
      // What says nothing one day leaves the rest to those behind it.
      .filter(({ expires, max_uses }) => expires === undefined && max_uses === undefined)
      .map((rule) => ({ ...rule, decision: list })),
  );
}

/** Whether a rule speaks about all that another one speaks about, as far as that can be read off them. */
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
