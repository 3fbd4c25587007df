/** Returns the rules that an answer adds, as events; or why it cannot add any, and what to do instead. */
import { err, ok, type Result } from '../../../base/result.ts';
import type { CommandOf } from '../../../contract/command.ts';
import { problem, type Problem } from '../../../base/problem.ts';
import { momentOf } from '../../../contract/moment.ts';
import type { RuleScope, Verdict } from '../../../contract/verdict.ts';
import { ruleFault } from '../../policy/rule-fault.ts';
import { callOf, judgeCall, rulesFor } from './judge-call.ts';
import { pendingEvent, type AddedRule, type Ask, type PendingEvent, type Session } from '../state.ts';
import type { NewIds, DecisionContext } from '../decision-context.ts';

type Answering = Pick<
  CommandOf<'approve'> | CommandOf<'deny'>,
  'type' | 'approval' | 'scope' | 'rules' | 'reason' | 'expires' | 'max_uses'
>;

export function addRules(
  session: Session,
  ask: Ask,
  command: Answering,
  asked: DecisionContext & { by: string },
): Result<PendingEvent[], Problem> {
  const { type, approval, scope = 'once', rules, reason, expires, max_uses } = command;
  if (scope === 'once')
    return (rules ?? reason ?? expires ?? max_uses)
      ? refuse('an answer for this once adds no rule', `say how far it reaches: ${scopes}`)
      : ok([]);
  const instead = `answer for this once: fairlead ${type} ${approval}`;
  if (ask.approval.question) return refuse('no rule can answer a question', instead);
  if (scope === 'run' && session.spec.run_id === null)
    return refuse(`session ${session.id} belongs to no run`, 'choose --session, --repository or --always');
  const until = expires === undefined ? undefined : momentOf(expires, asked.at);
  if (until !== undefined && until <= asked.at)
    return refuse(`${until} is in the past`, 'give a time to come, such as 2h');

  const decision = type === 'approve' ? 'allow' : 'deny';
  const call = callOf(ask);
  const exact = rulesFor(session, call, asked, decision);
  const texts = rules ?? exact;
  if (!texts)
    return refuse('no rule matches exactly the shown call', `${instead}, or give rules: --rule RULE`);
  for (const rule of texts) {
    const fault = ruleFault(rule, decision);
    if (fault !== undefined) return refuse(`the rule ${rule} ${fault}`, 'give another one, or leave it out');
  }
  const added = [...new Set(texts)].map((rule, index): AddedRule => ({
    id: ruleId(asked.newIds, index),
    rule,
    decision,
    source: `answer of ${asked.by}`,
    root: session.spec.repo,
    ...(reason !== undefined && { reason }),
    ...(until !== undefined && { expires: until }),
    ...(max_uses !== undefined && { max_uses }),
  }));
  const verdict = judgeCall(session, call, { ...asked, rules: [...asked.rules, ...added] });
  if (verdict.decision !== decision) return refuseWithout(verdict, decision, texts, { exact, instead });
  return ok(
    added.map(({ source: _source, root: _root, id = '', ...rule }) =>
      pendingEvent('rule.added', { id, ...rule, scope: reach[scope], by: asked.by }),
    ),
  );
}

/** The rules would not decide the call that they answer. */
function refuseWithout(
  verdict: Verdict,
  decision: 'allow' | 'deny',
  texts: readonly string[],
  { exact, instead }: { exact: readonly string[] | undefined; instead: string },
): Result<never, Problem> {
  const part = verdict.parts.find((one) => one.decision === verdict.decision);
  const what = part ? `"${part.text}" would not be` : 'this call would not be';
  const whatDoes = exact ? `this would do: ${exact.map((rule) => `--rule '${rule}'`).join(' ')}` : instead;
  return refuse(`${what} ${words[decision]} by ${texts.join(' and ')}: ${verdict.reason}`, whatDoes);
}

const scopes = '--session, --run, --repository or --always';
const words = { allow: 'allowed', deny: 'denied' } as const;
const reach: Record<'session' | 'run' | 'repository' | 'always', RuleScope> = {
  session: 'session',
  run: 'run',
  repository: 'repository',
  always: 'user',
};

/** Returns a unique id for each rule of an answer, no two with the same prefix. */
function ruleId({ id }: NewIds, index: number): string {
  const from = index % id.length;
  return `r${id.slice(from)}${id.slice(0, from)}`;
}

function refuse(message: string, next: string): Result<never, Problem> {
  return err(problem('invalid', message, next));
}
