import type { Level } from '../../contract/session.ts';
import type { ProtectionCategory, SourcedRule } from '../../contract/settings.ts';
import type { Decision, Verdict, VerdictPart } from '../../contract/verdict.ts';
import type { Finding } from './protection/protection.ts';
import { keyOf, stateOf, type Used } from './rule-state.ts';

/** The current rules of one session. */
export interface Policy {
  level: Level;
  allow: readonly SourcedRule[];
  ask: readonly SourcedRule[];
  deny: readonly SourcedRule[];
  /** Rules that answers added, each with its decision. */
  added: readonly (SourcedRule & { decision: Decision })[];
  protection: Readonly<Record<ProtectionCategory, boolean>>;
  /** ISO 8601 UTC; rules that have expired by then do not apply. */
  at: string;
  /** Number of uses of the rule of a key; a rule without remaining uses does not apply. */
  used: Used;
  /** Set if the lists contain only current rules. */
  settled?: true;
}

/** Returns the policy with only the current rules, because a verdict scans its lists many times. */
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

/** The verdict on one part, before it is joined with others. */
export type Ground = Omit<VerdictPart, 'text'> & Pick<Verdict, 'uses'>;

/** Returns the first rule of a list, then of the rules that answers added, that matches. */
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

/** Returns a list in order of precedence: rules of files, then rules that answers added. */
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

/** Returns the most severe finding in an enabled category. */
export function byProtection(policy: Policy, findings: readonly Finding[]): Ground | undefined {
  const kept = findings.filter(({ category }) => policy.protection[category]);
  const found = kept.find(({ decision }) => decision === 'deny') ?? kept[0];
  if (!found) return undefined;
  const { category, decision, why } = found;
  return { decision, rule: null, source: protectionSource(category), reason: why };
}

/** Returns the source of a verdict of the built-in protection. */
export function protectionSource(category: ProtectionCategory): string {
  return `built-in protection (${category})`;
}

const order: readonly Decision[] = ['allow', 'ask', 'deny'];

/** Returns the strictest ground; of equals the first. Its uses are those of all its equals. */
export function strictest(grounds: readonly [Ground, ...Ground[]]): Ground {
  const worst = grounds.reduce((worst, next) =>
    order.indexOf(next.decision) > order.indexOf(worst.decision) ? next : worst,
  );
  const uses = grounds.flatMap(({ decision, uses }) => (decision === worst.decision ? (uses ?? []) : []));
  return uses.length === 0 ? worst : { ...worst, uses: [...new Set(uses)] };
}

/** Returns the stricter of two verdicts on the same call; of equals the first. */
export function stricter(first: Verdict, second: Verdict): Verdict {
  return order.indexOf(second.decision) > order.indexOf(first.decision) ? second : first;
}
