import type { Verdict } from '../../contract/verdict.ts';
import { exactRules } from '../policy/exact-rules.ts';
import { judge } from '../policy/judge.ts';
import type { Machine, ToolCall } from '../policy/call.ts';
import type { Session } from './state.ts';
import type { Surroundings } from './surroundings.ts';

export type JudgedCall = Pick<ToolCall, 'tool' | 'input' | 'title'> & {
  /** Keys of the rules that this call is counted as a use of already. */
  counted?: readonly string[];
};

export type Judging = Pick<Surroundings, 'settings' | 'machine' | 'rules' | 'at' | 'used'>;

/** The verdict on a call of a session's agent, by the rules in force now. */
export function judgeCall(
  session: Session,
  { counted = [], ...call }: JudgedCall,
  { settings, machine, rules, at, used: usedByAll }: Judging,
): Verdict {
  const used = (key: string) => usedByAll(key) - Number(counted.includes(key));
  const policy = { ...settings.policy, level: session.spec.policy, added: rules, at, used };
  return judge(policy, callIn(session, call, machine));
}

/** The call, with where it would be made. */
function callIn({ spec, workspace }: Session, call: Omit<JudgedCall, 'counted'>, machine: Machine): ToolCall {
  const path = workspace?.path ?? spec.repo;
  return { ...call, cwd: path, workspace: path, repo: spec.repo, machine };
}

/**
 * The rules that decide about a call from now on, and about no other; of a command line for those parts that need one.
 * Undefined where none can say that, or where something that goes before them decides otherwise.
 */
export function rulesFor(
  session: Session,
  call: JudgedCall,
  surroundings: Judging,
  decision: 'allow' | 'deny',
): string[] | undefined {
  const found = exactRules(callIn(session, call, surroundings.machine), (command) => {
    const part = { tool: call.tool, input: { command }, title: command };
    const verdict = judgeCall(session, part, surroundings);
    // To be allowed from now on, what is allowed a number of times only needs a rule of its own.
    return verdict.decision === 'allow' && (decision === 'deny' || verdict.uses === undefined);
  });
  if (!found) return undefined;
  const added = found.map((rule) => ({ rule, decision, source: 'this answer', root: session.spec.repo }));
  const then = judgeCall(session, call, { ...surroundings, rules: [...surroundings.rules, ...added] });
  return then.decision === decision ? found : undefined;
}
