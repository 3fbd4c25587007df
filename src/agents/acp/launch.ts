/** Starts an ACP agent: the configured command unchanged, plus the configuration that makes the agent ask. */
import type { HookPlace, Launch, LaunchRequest } from '../agent.ts';
import { quirksKey, quirksOf } from './quirks.ts';

export function launchAcp({ agent, model }: LaunchRequest, place: HookPlace): Launch {
  const { install, model_flag } = quirksOf(quirksKey(agent.like));
  const command = [...agent.command, ...(model !== null && model_flag !== null ? [model_flag, model] : [])];
  const added = install?.(place, agent.env);
  if (!added) return { argv: command, env: agent.env, box: null };
  return {
    argv: [...command, ...(added.argv ?? [])],
    env: { ...agent.env, ...added.env },
    box: added.files ?? {},
  };
}
