import type { Level } from '../../contract/session.ts';
import type { ProtectionCategory, SourcedRule } from '../../contract/settings.ts';
import type { Decision, Verdict, VerdictPart } from '../../contract/verdict.ts';
import type { Finding } from './protection/protection.ts';
import { keyOf, stateOf, type Used } from './rule-state.ts';

/** The rules in force for one session. */
export interface Policy {
  level: Level;
  allow: readonly SourcedRule[];
  ask: readonly SourcedRule[];
  deny: readonly SourcedRule[];
  /** Rules that answers added, each with its decision. */
  added: readonly (SourcedRule & { decision: Decision })[];
  protection: Readonly<Record<ProtectionCategory, boolean>>;
  /** ISO 8601 UTC; rules that have expired by then say nothing. */
  at: string;
  /** How often the rule of a key has been used; one that has been used up says nothing. */
  used: Used;
  /** Only rules in force are left in the lists. */
  settled?: true;
}

/** The policy with the rules that are in force now: a verdict goes through its lists again and again. */
export function settledPolicy(policy: Policy): Policy {
  if (policy.settled) return policy;
  const inForce = (decision: Decision) => rulesInForce(policy, decision);
  return {
    ...policy,
    deny: inForce('deny'),
    ask: inForce('ask'),
    allow: inForce('allow'),
    added: [],
    settled: true,
  };
}

/** The verdict on one thing, before it is known of what it is a part. */
export type Ground = Omit<VerdictPart, 'text'> & Pick<Verdict, 'uses'>;

/** The first rule of a list, and then of the rules that answers added, that speaks about something. */
export function firstRule(
  policy: Policy,
  decision: Decision,
  speaks: (rule: SourcedRule) => boolean,
): SourcedRule | undefined {
  return rulesInForce(policy, decision).find(speaks);
}

export function rulesInForce(policy: Policy, decision: Decision): readonly SourcedRule[] {
  if (policy.settled) return policy[decision];
  return rulesOf(policy, decision).filter((rule) => stateOf(policy, decision, rule) === 'in_force');
}

/** A list in the order in which its rules are asked: those of files, then those that answers added. */
export function rulesOf(policy: RuleLists, decision: Decision): SourcedRule[] {
  return [...policy[decision], ...policy.added.filter((rule) => rule.decision === decision)];
}

export type RuleLists = Pick<Policy, Decision | 'added'>;

export function byRule(policy: Policy, decision: Decision, sourced: SourcedRule): Ground {
  const { rule, source, reason, max_uses } = sourced;
  const said = reason === undefined ? '' : `: ${reason}`;
  if (max_uses === undefined)
    return { decision, rule, source, reason: `${decision} rule ${rule} (${source})${said}` };
  const key = keyOf(decision, sourced);
  const use = `use ${policy.used(key) + 1} of ${max_uses}`;
  return {
    decision,
    rule,
    source,
    reason: `${decision} rule ${rule} (${source}, ${use})${said}`,
    uses: [key],
  };
}

/** The gravest of the findings in categories that are switched on. */
export function byProtection(policy: Policy, findings: readonly Finding[]): Ground | undefined {
  const kept = findings.filter(({ category }) => policy.protection[category]);
  const found = kept.find(({ decision }) => decision === 'deny') ?? kept[0];
  if (!found) return undefined;
  const { category, decision, why } = found;
  return { decision, rule: null, source: protectionSource(category), reason: why };
}

/** How a verdict names the built-in protection. */
export function protectionSource(category: ProtectionCategory): string {
  return `built-in protection (${category})`;
}

const order: readonly Decision[] = ['allow', 'ask', 'deny'];

/** The strictest one; of equals the first. It is a use of the rules that all of its equals are uses of. */
export function strictest(grounds: readonly [Ground, ...Ground[]]): Ground {
  const worst = grounds.reduce((worst, next) =>
    order.indexOf(next.decision) > order.indexOf(worst.decision) ? next : worst,
  );
  const uses = grounds.flatMap(({ decision, uses }) => (decision === worst.decision ? (uses ?? []) : []));
  return uses.length === 0 ? worst : { ...worst, uses: [...new Set(uses)] };
}

/** The stricter one of two verdicts on the same call; of equals the first. */
export function stricter(first: Verdict, second: Verdict): Verdict {
  return order.indexOf(second.decision) > order.indexOf(first.decision) ? second : first;
}
