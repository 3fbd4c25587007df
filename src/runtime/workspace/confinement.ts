/** Decides whether a session's agent runs in the sandbox: when the session is created, and again when it starts. */
import type { Adapter } from '../../agents/agent.ts';
import type { Result } from '../../base/result.ts';
import { problem, type Problem } from '../../base/problem.ts';
import type { Settings } from '../../contract/settings.ts';
import { confine, type Guard } from '../../core/session/confinement.ts';
import type { Deps } from '../deps.ts';

/** @param watched a person started the session and can answer its approvals */
export async function guardOf(
  deps: Pick<Deps, 'adapters' | 'sandbox'>,
  settings: Settings,
  { agent, watched }: { agent: string; watched: boolean },
): Promise<Result<Guard, Problem>> {
  const configured = settings.agents[agent];
  const adapter = configured && deps.adapters.get(configured.protocol);
  if (!adapter)
    return {
      ok: false,
      error: problem('configuration', `agent "${agent}" is not configured`, 'add it to your configuration'),
    };
  return confine({
    agent,
    mode: settings.sandbox,
    preflight: adapter.capabilities(configured.like).preflight,
    resembles: resemblanceOf(agent, configured, adapter),
    unasked: configured.unasked,
    watched,
    sandbox: await deps.sandbox(),
  });
}

/** Returns the known agent that the command starts, if neither the agent's name nor its setting `like` says so. */
function resemblanceOf(
  agent: string,
  { like, command }: Settings['agents'][string],
  adapter: Adapter,
): string | null {
  const known = like === agent ? adapter.resembles(command) : null;
  return known === agent ? null : known;
}

/** Sessions of a run and unattended sessions have no person who watches them. */
export function isWatched({ run_id, unattended }: { run_id: string | null; unattended?: boolean }): boolean {
  return run_id === null && !unattended;
}
