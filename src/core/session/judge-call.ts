import type { Verdict } from '../../contract/verdict.ts';
import { judge } from '../policy/judge.ts';
import type { ToolCall } from '../policy/call.ts';
import type { Session } from './state.ts';
import type { Surroundings } from './surroundings.ts';

/** The verdict on a call of a session's agent, by the rules in force now. */
export function judgeCall(
  session: Session,
  call: Pick<ToolCall, 'tool' | 'input' | 'title'>,
  { settings, machine, at }: Pick<Surroundings, 'settings' | 'machine' | 'at'>,
): Verdict {
  const { spec, workspace, rules } = session;
  return judge(
    { ...settings.policy, level: spec.policy, added: rules, at },
    { ...call, cwd: workspace?.path ?? spec.repo, repo: spec.repo, machine },
  );
}
