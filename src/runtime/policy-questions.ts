/** What the policy would say, asked without anything being done. */
import { ok, type Result } from '../base/result.ts';
import type { Answer } from '../contract/answer.ts';
import type { CommandOf } from '../contract/command.ts';
import type { Problem } from '../contract/error.ts';
import { checkRules } from '../core/policy/check-rules.ts';
import { judge } from '../core/policy/judge.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { Deps } from './deps.ts';
import { inspectPlace } from './workspace/inspect.ts';

export async function explainCall(
  deps: Deps,
  { repo, cwd, tool, input, policy: level }: CommandOf<'explain'>,
): Promise<Result<Answer, Problem>> {
  const found = await policyFor(deps, repo);
  if (!found.ok) return found;
  const { policy, top } = found.value;
  const { machine } = deps;
  const workspace = machine.realPath(top);
  const at = cwd === undefined ? workspace : machine.realPath(cwd);
  const call = { tool, input, title: tool, cwd: at, workspace, repo: top, machine };
  return ok({ type: 'verdict', data: judge({ ...policy, level: level ?? policy.level }, call) });
}

export async function checkPolicy(
  deps: Deps,
  { repo }: CommandOf<'check_policy'>,
): Promise<Result<Answer, Problem>> {
  const found = await policyFor(deps, repo);
  return found.ok ? ok({ type: 'problems', data: checkRules(found.value.policy) }) : found;
}

/** The policy for a session that would be started there now. */
async function policyFor(
  deps: Deps,
  repo: string,
): Promise<Result<{ policy: Policy; top: string }, Problem>> {
  const place = await inspectPlace(deps.git, repo, null);
  if (!place.ok) return place;
  const { top } = place.value;
  const settings = await deps.configuration.read(top);
  if (!settings.ok) return settings;
  const added = deps.rules.reaching({ repo: top, run_id: null });
  const at = new Date(deps.clock.now()).toISOString();
  return ok({ top, policy: { ...settings.value.policy, added, at } });
}
