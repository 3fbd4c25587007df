import type { Verdict } from '../../contract/verdict.ts';
import { exactRules } from '../policy/exact-rules.ts';
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
function callIn(
  { spec, workspace }: Session,
  call: Pick<ToolCall, 'tool' | 'input' | 'title'>,
  machine: Machine,
): ToolCall {
  const path = workspace?.path ?? spec.repo;
  return { ...call, cwd: path, workspace: path, repo: spec.repo, machine };
}

/** The rules that stand for a call from now on; of a command line for those parts that need one. */
export function rulesFor(
  session: Session,
  call: Pick<ToolCall, 'tool' | 'input' | 'title'>,
  surroundings: Pick<Surroundings, 'settings' | 'machine' | 'rules' | 'at'>,
): string[] | undefined {
  return exactRules(callIn(session, call, surroundings.machine), (command) => {
    const part = { tool: call.tool, input: { command }, title: command };
    return judgeCall(session, part, surroundings).decision === 'allow';
  });
}
