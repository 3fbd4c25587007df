import type { SessionSpec } from '../../contract/session.ts';
import type { Settings } from '../../contract/settings.ts';

/** The provider's account that an agent uses; an agent that is configured no more stands for itself. */
export function accountOf(
  { agent }: Pick<SessionSpec, 'agent'>,
  { agents }: Pick<Settings, 'agents'>,
): string {
  return Object.hasOwn(agents, agent) ? (agents[agent]?.account ?? agent) : agent;
}
