import { hasAnswer, isBlocked } from './asks/blocked.ts';
import type { Session } from './state.ts';

/** Whether the session holds one of the host's slots. */
export function holdsSlot({ phase }: Session): boolean {
  return (
    phase.name === 'preparing' ||
    phase.name === 'starting' ||
    phase.name === 'working' ||
    phase.name === 'proving'
  );
}

/**
 * Whether the session continues as soon as it gets a slot. A session whose answer has arrived, or whose agent waits
 * for nothing any more, goes before one that has not started.
 */
export function wantsSlot(session: Session): 'no' | 'queued' | 'answered' {
  const { phase } = session;
  if (phase.name === 'queued') return 'queued';
  return phase.name === 'waiting' && (hasAnswer(session) || !isBlocked(session)) ? 'answered' : 'no';
}
