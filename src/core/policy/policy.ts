import type { Level } from '../../contract/session.ts';
import type { ProtectionCategory, SourcedRule } from '../../contract/settings.ts';
import type { Decision, VerdictPart } from '../../contract/verdict.ts';
import type { Finding } from './protection/protection.ts';

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
}

/** The verdict on one thing, before it is known of what it is a part. */
export type Ground = Omit<VerdictPart, 'text'>;

/** The first rule of a list, and then of the rules that answers added, that speaks about something. */
export function firstRule(
  policy: Policy,
  decision: Decision,
  speaks: (rule: SourcedRule) => boolean,
): SourcedRule | undefined {
  const isInForce = ({ expires }: SourcedRule) =>
    expires === undefined || Date.parse(expires) > Date.parse(policy.at);
  const added = policy.added.filter((rule) => rule.decision === decision);
  return [...policy[decision], ...added].find((rule) => isInForce(rule) && speaks(rule));
}

export function byRule(decision: Decision, { rule, source, reason }: SourcedRule): Ground {
  const said = reason === undefined ? '' : `: ${reason}`;
  return { decision, rule, source, reason: `${decision} rule ${rule} (${source})${said}` };
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

/** The strictest one; of equals the first. */
export function strictest<T extends Ground>(grounds: readonly [T, ...T[]]): T {
  return grounds.reduce((worst, next) =>
    order.indexOf(next.decision) > order.indexOf(worst.decision) ? next : worst,
  );
}
