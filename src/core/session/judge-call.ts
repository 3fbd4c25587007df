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
  return { ...call, cwd: workspace?.path ?? spec.repo, repo: spec.repo, machine };
}

/** The rules that stand for a call from now on; of a command line for those parts that need one. */
export function rulesFor(
  session: Session,
  call: Omit<JudgedCall, 'counted'>,
  surroundings: Judging,
): string[] | undefined {
  return exactRules(callIn(session, call, surroundings.machine), (command) => {
    const part = { tool: call.tool, input: { command }, title: command };
    const { decision, uses } = judgeCall(session, part, surroundings);
    // What is allowed a number of times only needs a rule of its own.
    return decision === 'allow' && uses === undefined;
  });
}
