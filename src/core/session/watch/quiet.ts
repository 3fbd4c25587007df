import type { Session } from '../state.ts';

/**
 * Whether nothing but the agent's model explains that nothing is heard: it is at work, runs no tool, and waits for no
 * answer. However long one tool takes, the agent waits for it.
 */
export function isQuiet({ phase, tools, asks }: Pick<Session, 'phase' | 'tools' | 'asks'>): boolean {
  return phase.name === 'working' && tools.length === 0 && asks.length === 0;
}
