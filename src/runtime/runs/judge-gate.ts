import type { Settings } from '../../contract/settings.ts';
import type { Verdict } from '../../contract/verdict.ts';
import type { GitBelonging, ToolCall } from '../../core/policy/call.ts';
import { judge } from '../../core/policy/judge.ts';
import type { Deps } from '../deps.ts';

/** Judges a command of a plan that fairlead itself runs. */
export function judgeGate(
  { machine, clock, rules }: Pick<Deps, 'machine' | 'clock' | 'rules'>,
  { settings, level, repo }: { settings: Settings; level: Settings['policy']['level']; repo: string },
  command: string,
  belongings: ReadonlyMap<string, GitBelonging>,
): Verdict {
  const at = new Date(clock.now()).toISOString();
  const policy = { ...settings.policy, level, added: [], at, used: rules.used };
  return judge(policy, { ...gateCall(repo, command), machine: { ...machine, belongings } });
}

/** Returns the command as a call in the repository. */
export function gateCall(repo: string, command: string): Omit<ToolCall, 'machine'> {
  return { tool: 'Bash', input: { command }, title: command, cwd: repo, workspace: repo, repo };
}

/**
 * Returns whether a gate needs approval. The user who runs a plan has seen its commands, so an *ask* of the level alone
 * does not count; one of a rule or of the built-in protection does.
 */
export function isAsked(verdict: Verdict): boolean {
  return [verdict, ...verdict.parts].some(
    ({ decision, source }) => decision === 'ask' && !source.startsWith('level '),
  );
}
