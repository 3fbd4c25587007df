/** Answers questions about the policy outside of sessions, and reports its problems. */
import { emptyCommit } from '../../store/commit.ts';
import { ok, type Result } from '../../base/result.ts';
import type { Answer } from '../../contract/answer.ts';
import type { CommandOf } from '../../contract/command.ts';
import type { NewOutsideEvent } from '../../contract/event.ts';
import type { Problem } from '../../base/problem.ts';
import type { Settings } from '../../contract/settings.ts';
import type { Verdict } from '../../contract/verdict.ts';
import { checkRules } from '../../core/policy/check-rules.ts';
import { gitDirectories } from '../../core/policy/git-elsewhere.ts';
import { judge } from '../../core/policy/judge.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { CommandTicket } from '../machine/command-ticket.ts';
import type { Deps } from '../deps.ts';
import { gitFacts } from './git-facts.ts';
import type { Hub } from '../hub.ts';
import { inspectPlace } from '../workspace/inspect.ts';

export async function explainCall(
  deps: Deps,
  command: CommandOf<'explain'>,
): Promise<Result<Answer, Problem>> {
  const found = await policyFor(deps, command.repo);
  return found.ok ? ok({ type: 'verdict', data: await verdictOn(deps, command, found.value) }) : found;
}

/** Like {@link explainCall}, for a call that is about to be made: also stores an event and counts uses of rules. */
export async function judgeOutside(
  deps: Deps,
  hub: Hub,
  command: CommandOf<'judge'>,
  ticket: CommandTicket,
): Promise<Result<Answer, Problem>> {
  const found = await policyFor(deps, command.repo);
  if (!found.ok) return found;
  const verdict = await verdictOn(deps, command, found.value);
  const answer: Answer = { type: 'verdict', data: verdict };
  const { top: repo } = found.value;
  const { tool, title = tool, input, cwd = repo } = command;
  const { uses = [] } = verdict;
  const event: NewOutsideEvent = {
    kind: 'call.judged',
    at: new Date(deps.clock.now()).toISOString(),
    session_id: null,
    run_id: null,
    data: { repo, cwd, tool, title, input, verdict, by: ticket.by },
  };
  deps.rules.reserve(uses);
  try {
    const { events } = await deps.store.commit({
      ...emptyCommit,
      events: [event],
      uses,
      receipts: [ticket.receipt(ok(answer))],
    });
    hub.publish({ events, sessions: {} });
  } catch (error) {
    deps.rules.release(uses);
    throw error;
  }
  return ok(answer);
}

async function verdictOn(
  { machine, git }: Deps,
  { cwd, tool, input, policy: level }: CommandOf<'explain' | 'judge'>,
  { policy, top }: { policy: Policy; top: string },
): Promise<Verdict> {
  const workspace = machine.realPath(top);
  const at = cwd === undefined ? workspace : machine.realPath(cwd);
  const unasked = { ...machine, belongings: new Map() };
  const call = { tool, input, title: tool, cwd: at, workspace, repo: top, machine: unasked };
  const belongings = await gitFacts(git, top, gitDirectories(call));
  return judge({ ...policy, level: level ?? policy.level }, { ...call, machine: { ...machine, belongings } });
}

export async function checkPolicy(
  deps: Deps,
  { repo }: CommandOf<'check_policy'>,
): Promise<Result<Answer, Problem>> {
  const found = await policyFor(deps, repo);
  if (!found.ok) return found;
  const { policy, unread } = found.value;
  const files = unread.map((file) => ({ rule: null, decision: null, line: null, id: null, ...file }));
  return ok({ type: 'problems', data: [...files, ...checkRules(policy)] });
}

/** Returns the policy that a session started in that directory would have. */
export async function policyFor(
  deps: Deps,
  repo: string,
): Promise<Result<{ policy: Policy; top: string; unread: Settings['policy']['unread'] }, Problem>> {
  const place = await inspectPlace(deps.git, repo, null);
  if (!place.ok) return place;
  const { top } = place.value;
  const settings = await deps.configuration.read(top);
  if (!settings.ok) return settings;
  const added = deps.rules.reaching({ repo: top, run_id: null, session_id: null });
  const at = new Date(deps.clock.now()).toISOString();
  const { unread } = settings.value.policy;
  return ok({ top, unread, policy: { ...settings.value.policy, added, at, used: deps.rules.used } });
}
