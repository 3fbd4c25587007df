/**
 * Decides whether an agent starts in the sandbox: if it is unattended, or if fairlead cannot judge each call in
 * advance. The sandbox then replaces the missing questions.
 */
import { err, ok, type Result } from '../../base/result.ts';
import type { Preflight } from '../../contract/agent-event.ts';
import { problem, type Problem } from '../../base/problem.ts';
import type { SandboxMode } from '../../contract/settings.ts';

/** How the calls of an agent are guarded. */
export interface Guard {
  sandbox: boolean;
  preflight: Preflight;
}

export interface ConfinementCase {
  /** The agent's name in the configuration. */
  agent: string;
  mode: SandboxMode;
  preflight: Preflight;
  /** The known agent that its command starts, if `like` is not configured. */
  resembles: string | null;
  /** Whether the user allows unjudged calls. */
  unasked: boolean;
  /** Whether a person started the session and can be asked. */
  watched: boolean;
  /** Whether there is a sandbox, or in one line why not. */
  sandbox: Result<null, string>;
}

export function confine(given: ConfinementCase): Result<Guard, Problem> {
  const { agent, mode, preflight, resembles, unasked, watched, sandbox } = given;
  if (resembles !== null && preflight !== 'all')
    return err(
      problem(
        'configuration',
        `${agent} is ${resembles} under another name, and fairlead would start it without the settings that make it ask`,
        `set "like: ${resembles}" for the agent ${agent} in your configuration`,
      ),
    );
  if (mode === 'required' && !sandbox.ok)
    return err(
      problem(
        'environment',
        `the sandbox is required, but does not work here: ${sandbox.error}`,
        'fairlead doctor, install bubblewrap, or set sandbox: auto',
      ),
    );
  const asksAll = preflight === 'all';
  const wanted = mode === 'required' || (mode === 'auto' && (!watched || !asksAll));
  if (wanted && sandbox.ok) return ok({ sandbox: true, preflight });
  if (asksAll || unasked) return ok({ sandbox: false, preflight });
  const why =
    mode === 'off' ? 'the sandbox is off' : `there is no sandbox: ${sandbox.ok ? '' : sandbox.error}`;
  return err(
    problem(
      'configuration',
      `${agent} makes calls that fairlead cannot judge before they are made, and ${why}`,
      `set "sandbox: auto" where bubblewrap works, "like: NAME" if ${agent} is a known agent under another name, or "unasked: allow" for it in your own configuration`,
    ),
  );
}
