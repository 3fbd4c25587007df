import type { Session } from '../state.ts';

/**
 * Whether only the agent's model can explain its silence: it works, runs no tool, and waits for no answer. A running
 * tool explains silence however long it takes.
 */
export function isQuiet({ phase, tools, asks }: Pick<Session, 'phase' | 'tools' | 'asks'>): boolean {
  return phase.name === 'working' && tools.length === 0 && asks.length === 0;
}
