import type { Verdict } from '../../contract/verdict.ts';
import { judge } from '../policy/judge.ts';
import type { Machine, ToolCall } from '../policy/call.ts';
import type { Session } from './state.ts';
import type { Surroundings } from './surroundings.ts';

/** The verdict on a call of a session's agent, by the rules in force now. */
export function judgeCall(
  session: Session,
  call: Pick<ToolCall, 'tool' | 'input' | 'title'>,
  { settings, machine, rules, at }: Pick<Surroundings, 'settings' | 'machine' | 'rules' | 'at'>,
): Verdict {
  const added = [...session.rules, ...rules];
  return judge({ ...settings.policy, level: session.spec.policy, added, at }, callIn(session, call, machine));
}

/** The call, with where it would be made. */
export function callIn(
  { spec, workspace }: Session,
  call: Pick<ToolCall, 'tool' | 'input' | 'title'>,
  machine: Machine,
): ToolCall {
  return { ...call, cwd: workspace?.path ?? spec.repo, repo: spec.repo, machine };
}
