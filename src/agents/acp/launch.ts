/** How an ACP agent is started: the configured command as it is, and what makes the agent ask before it acts. */
import type { HookPlace, Launch, LaunchRequest } from '../agent.ts';
import { quirksKey, quirksOf } from './quirks.ts';

export function launchAcp({ agent }: LaunchRequest, place: HookPlace): Launch {
  const added = quirksOf(quirksKey(agent.like)).install?.(place, agent.env);
  if (!added) return { argv: agent.command, env: agent.env, box: null };
  return {
    argv: [...agent.command, ...(added.argv ?? [])],
    env: { ...agent.env, ...added.env },
    box: added.files ?? {},
  };
}
