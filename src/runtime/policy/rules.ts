/** Lists the rules of a repository, and finds the rule that a selector names. */
import { err, ok, type Result } from '../../base/result.ts';
import type { Answer, RuleView } from '../../contract/answer.ts';
import type { CommandOf } from '../../contract/command.ts';
import { problem, type Problem } from '../../base/problem.ts';
import { decisions } from '../../core/policy/check-rules.ts';
import { rulesOf } from '../../core/policy/policy.ts';
import { viewOfRule } from '../../core/policy/rule-view.ts';
import type { StoredRule } from '../../store/commit.ts';
import type { Deps } from '../deps.ts';
import { policyFor } from './policy-questions.ts';
import { asRule } from './rule-book.ts';

/** Returns rules in the order of decision, including those of single sessions and runs in the repository. */
export async function listRules(
  deps: Deps,
  { repo }: CommandOf<'list_rules'>,
): Promise<Result<Answer, Problem>> {
  const found = await viewsFor(deps, repo);
  return found.ok ? ok({ type: 'rules', data: found.value }) : found;
}

/** @param command names an added rule by its id, the beginning of its id, or its text */
export async function ruleToForget(
  deps: Deps,
  { repo, rule: selector }: CommandOf<'forget_rule'>,
): Promise<Result<{ rule: StoredRule; view: RuleView }, Problem>> {
  const [rule, ...others] = findMatching(selector, deps.rules.all());
  if (rule && others.length > 0)
    return err(
      problem(
        'ambiguous',
        `"${selector}" could be ${[rule, ...others]
          .map(({ id }) => id)
          .slice(0, 3)
          .join(', ')}`,
        'fairlead policy rules',
      ),
    );
  if (rule) return ok({ rule, view: viewOf(deps, repo, rule) });
  const listed = await viewsFor(deps, repo);
  if (!listed.ok) return listed;
  const written = listed.value.find((view) => [view.rule, placeOf(view)].includes(selector));
  return err(
    written
      ? problem('unsupported', `${written.rule} is written in a file`, `edit ${placeOf(written)}`)
      : problem('not_found', `rule not found: ${selector}`, 'fairlead policy rules'),
  );
}

function findMatching(selector: string, rules: readonly StoredRule[]): StoredRule[] {
  const criteria: ((rule: StoredRule) => boolean)[] = [
    ({ id }) => id === selector,
    ({ id }) => id.startsWith(selector),
    ({ rule }) => rule === selector,
  ];
  const found = criteria.map((matches) => rules.filter(matches));
  return found.find(({ length }) => length > 0) ?? [];
}

/** `FILE:LINE` */
function placeOf({ source, line }: RuleView): string {
  return line === null ? source : `${source}:${line}`;
}

async function viewsFor(deps: Deps, repo: string): Promise<Result<RuleView[], Problem>> {
  const found = await policyFor(deps, repo);
  if (!found.ok) return found;
  const { policy, top } = found.value;
  const stored = await rulesWithin(deps, top);
  const storedById = new Map<string | undefined, StoredRule>(stored.map((rule) => [rule.id, rule]));
  const lists = { ...policy, added: stored.map((rule) => asRule(rule, top)) };
  return ok(
    decisions.flatMap((decision) =>
      rulesOf(lists, decision).map((rule) => viewOfRule(policy, decision, rule, storedById.get(rule.id))),
    ),
  );
}

async function rulesWithin({ rules, store }: Deps, top: string): Promise<StoredRule[]> {
  const found = await Promise.all(
    rules.all().map(async (rule) => {
      switch (rule.scope) {
        case 'user':
          return [rule];
        case 'repository':
          return rule.within === top ? [rule] : [];
        case 'run':
          return (await store.read('run', rule.within ?? ''))?.view.repo === top ? [rule] : [];
        case 'session': {
          const session = await store.read('session', rule.within ?? '');
          return session?.view.repo === top && !session.view.removed ? [rule] : [];
        }
      }
    }),
  );
  return found.flat();
}

function viewOf({ rules, clock }: Deps, repo: string, rule: StoredRule): RuleView {
  const at = new Date(clock.now()).toISOString();
  return viewOfRule({ at, used: rules.used }, rule.decision, asRule(rule, repo), rule);
}
