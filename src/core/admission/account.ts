import type { SessionSpec } from '../../contract/session.ts';
import type { Settings } from '../../contract/settings.ts';

/** Returns the provider's account of an agent; an agent that is no longer configured is its own account. */
export function accountOf(
  { agent }: Pick<SessionSpec, 'agent'>,
  { agents }: Pick<Settings, 'agents'>,
): string {
  return Object.hasOwn(agents, agent) ? (agents[agent]?.account ?? agent) : agent;
}
