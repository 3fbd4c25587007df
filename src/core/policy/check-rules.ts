/** What is wrong with rules: those that can never decide, and those that come to nothing. */
import type { RuleProblem } from '../../contract/answer.ts';
import type { SourcedRule } from '../../contract/settings.ts';
import type { Decision } from '../../contract/verdict.ts';
import type { Policy } from './policy.ts';
import { matchesCommand } from './rules/match-command.ts';
import { stateOf } from './rule-state.ts';
import { parseRule } from './rules/parse-rule.ts';
import { allowsCommand } from './shell/allows-command.ts';
import { readShell } from './shell/read-shell.ts';
import { carriers, runsAnything } from './shell/wrappers.ts';

type Rules = Pick<Policy, 'allow' | 'ask' | 'deny' | 'at' | 'used'>;

export function checkRules(policy: Rules): RuleProblem[] {
  return (['deny', 'ask', 'allow'] as const).flatMap((decision) =>
    policy[decision].flatMap((sourced, index) => {
      const found = faultOf(policy, sourced, decision, index);
      return found ? [{ rule: sourced.rule, decision, source: sourced.source, message: found }] : [];
    }),
  );
}

function faultOf(policy: Rules, sourced: SourcedRule, decision: Decision, index: number): string | undefined {
  const { rule, expires, max_uses } = sourced;
  const parsed = parseRule(rule, decision);
  if (parsed.kind === 'never') return `never matches: ${parsed.why}`;
  const state = stateOf(policy, decision, sourced);
  if (state === 'expired') return `expired at ${expires}`;
  if (state === 'used_up') return `used up: it has decided about ${max_uses} of ${max_uses} calls`;
  const earlier = before(policy, decision, index).find((other) =>
    hides(other.rule, other.decision, rule, decision),
  );
  if (earlier)
    return `never decides: the ${earlier.decision} rule ${earlier.rule} (${earlier.source}) comes first`;
  return decision === 'allow' && parsed.kind === 'command' ? emptyPattern(parsed.pattern) : undefined;
}

/** The rules that are asked before the one at a place of a list. */
function before(policy: Pick<Policy, 'allow' | 'ask' | 'deny'>, decision: Decision, index: number) {
  const order = ['deny', 'ask', 'allow'] as const;
  return order.slice(0, order.indexOf(decision) + 1).flatMap((list) =>
    policy[list]
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

/** An allow rule for commands is held against each command of a line by itself, and only against what is understood. */
function emptyPattern(pattern: string): string | undefined {
  const example = pattern.replace(/(:\*|\s\*)$/, '').replaceAll('*', 'x');
  const { unclear, commands } = readShell(example);
  if (unclear !== null) return `never matches: ${unclear}`;
  if (commands.length > 1)
    return 'never matches: every command of a line is judged by itself; write one rule for each';
  const [command] = commands;
  const fits = command && allowsCommand(pattern, command);
  if (fits || !pattern.endsWith('*')) return undefined;
  return allowsNothing(pattern, example)
    ? 'allows nothing: its program runs what its arguments say; name in the rule what is to be run'
    : undefined;
}

function allowsNothing(pattern: string, example: string): boolean {
  const name = example.trim().split(' ')[0] ?? '';
  if (!carriers.has(name) && !runsAnything(name)) return false;
  return ['', ' x', ' x y'].every((rest) => {
    const [command] = readShell(`${example}${rest}`).commands;
    return !command || !allowsCommand(pattern, command);
  });
}
