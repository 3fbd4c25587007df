import type { AgentEvent } from '../../../contract/agent-event.ts';
import type { Verdict } from '../../../contract/verdict.ts';
import { exactRules } from '../../policy/exact-rules.ts';
import { judge } from '../../policy/judge.ts';
import { below } from '../../policy/path.ts';
import type { Machine, MachinePaths, ToolCall } from '../../policy/call.ts';
import { gitDirectories } from '../../policy/git-elsewhere.ts';
import type { Ask, Session } from '../state.ts';
import type { DecisionContext } from '../decision-context.ts';

export type JudgedCall = Pick<ToolCall, 'tool' | 'input' | 'title' | 'cwd'> & {
  /** Keys of the rules that this call is counted as a use of already. */
  counted?: readonly string[];
};

export type Judging = Pick<DecisionContext, 'settings' | 'machine' | 'rules' | 'at' | 'used'>;

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

/** The call that waits for an answer. */
export function callOf({ approval: { tool, input, shown, cwd }, uses }: Ask): JudgedCall {
  return { tool, input, title: shown, cwd, counted: uses };
}

/**
 * The directories in which calls would run git: those that wait for an answer, and those that the agent makes now. Git has
 * to be asked about them before anything is judged.
 */
export function gitDirectoriesOf(
  session: Session,
  events: readonly AgentEvent[],
  machine: MachinePaths,
): string[] {
  const workplace = workplaceOf(session);
  const asked = events.flatMap((event): JudgedCall[] => {
    if (event.type === 'permission_asked') return [{ ...event, cwd: event.cwd ?? workplace }];
    // Of an agent that may not ask.
    return event.type === 'tool_called' ? [{ ...event, cwd: workplace }] : [];
  });
  return [...session.asks.map(callOf), ...asked].flatMap((call) =>
    gitDirectories(callIn(session, call, { ...machine, belongings: new Map() })),
  );
}

/** Where a session's agent is at work unless it says otherwise. */
export function workplaceOf({ spec, workspace }: Session): string {
  return workspace?.path ?? spec.repo;
}

/** A directory as seen from a workspace: the same one of two workspaces has the same name, what lies elsewhere its own. */
export function placeIn(workplace: string, cwd: string): string {
  return below(cwd, workplace) ?? cwd;
}

function callIn(session: Session, call: Omit<JudgedCall, 'counted'>, machine: Machine): ToolCall {
  const { tool, input, title, cwd } = call;
  return { tool, input, title, cwd, workspace: workplaceOf(session), repo: session.spec.repo, machine };
}

/**
 * The rules that decide about a call from now on, and about no other; of a command line for those parts that need one.
 * Undefined where none can say that, or where something that goes before them decides otherwise.
 */
export function rulesFor(
  session: Session,
  call: JudgedCall,
  context: Judging,
  decision: 'allow' | 'deny',
): string[] | undefined {
  const found = exactRules(callIn(session, call, context.machine), (command) => {
    const part = { tool: call.tool, input: { command }, title: command, cwd: call.cwd };
    const verdict = judgeCall(session, part, context);
    // To be allowed from now on, what is allowed a number of times only needs a rule of its own.
    return verdict.decision === 'allow' && (decision === 'deny' || verdict.uses === undefined);
  });
  if (!found) return undefined;
  const added = found.map((rule) => ({ rule, decision, source: 'this answer', root: session.spec.repo }));
  const then = judgeCall(session, call, { ...context, rules: [...context.rules, ...added] });
  return then.decision === decision ? found : undefined;
}
