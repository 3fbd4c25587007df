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
  /** Keys of the rules whose uses already include this call. */
  counted?: readonly string[];
};

export type Judging = Pick<DecisionContext, 'settings' | 'machine' | 'rules' | 'at' | 'used'>;

/** Returns the verdict on a call of a session's agent, by the current rules. */
export function judgeCall(
  session: Session,
  { counted = [], ...call }: JudgedCall,
  { settings, machine, rules, at, used: usedByAll }: Judging,
): Verdict {
  const used = (key: string) => usedByAll(key) - Number(counted.includes(key));
  const policy = { ...settings.policy, level: session.spec.policy, added: rules, at, used };
  return judge(policy, callIn(session, call, machine));
}

/** Returns the call of an approval. */
export function callOf({ approval: { tool, input, shown, cwd }, uses }: Ask): JudgedCall {
  return { tool, input, title: shown, cwd, counted: uses };
}

/**
 * Returns the directories in which calls would run git: pending calls, and the agent's new ones. Git is asked about
 * them before the judgement.
 */
export function gitDirectoriesOf(
  session: Session,
  events: readonly AgentEvent[],
  machine: MachinePaths,
): string[] {
  const workplace = workplaceOf(session);
  const asked = events.flatMap((event): JudgedCall[] => {
    if (event.type === 'permission_asked') return [{ ...event, cwd: event.cwd ?? workplace }];
    // For an agent that need not ask.
    return event.type === 'tool_called' ? [{ ...event, cwd: workplace }] : [];
  });
  return [...session.asks.map(callOf), ...asked].flatMap((call) =>
    gitDirectories(callIn(session, call, { ...machine, belongings: new Map() })),
  );
}

/** Returns the default directory of a session's agent. */
export function workplaceOf({ spec, workspace }: Session): string {
  return workspace?.path ?? spec.repo;
}

/**
 * Returns a directory relative to a workspace: the same directory of two workspaces has the same name, others keep
 * their own.
 */
export function placeIn(workplace: string, cwd: string): string {
  return below(cwd, workplace) ?? cwd;
}

function callIn(session: Session, call: Omit<JudgedCall, 'counted'>, machine: Machine): ToolCall {
  const { tool, input, title, cwd } = call;
  return { tool, input, title, cwd, workspace: workplaceOf(session), repo: session.spec.repo, machine };
}

/**
 * Returns rules that decide exactly this call from now on; for a command line, rules for the parts that need one.
 * Undefined if no rules can express that, or if a rule with precedence decides otherwise.
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
    // A call that is allowed a limited number of times still needs a rule.
    return verdict.decision === 'allow' && (decision === 'deny' || verdict.uses === undefined);
  });
  if (!found) return undefined;
  const added = found.map((rule) => ({ rule, decision, source: 'this answer', root: session.spec.repo }));
  const then = judgeCall(session, call, { ...context, rules: [...context.rules, ...added] });
  return then.decision === decision ? found : undefined;
}
