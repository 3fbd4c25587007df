import { waitingText } from '../../core/admission/waiting.ts';
import type { RunFact } from '../../core/plan/record.ts';
import type { Session } from '../../core/session/state.ts';

/** Converts a session's change into a fact about its unit. An end is reported once. */
export function newsOf(before: Session | undefined, { id, phase, waits_for }: Session): RunFact | undefined {
  if (before?.phase.name === phase.name && before.waits_for === waits_for) return undefined;
  const moved = (to: 'running' | 'gate' | 'needs_person', why: string | null): RunFact => ({
    type: 'session_moved',
    session_id: id,
    to,
    why,
  });
  switch (phase.name) {
    case 'ended':
      return { type: 'session_ended', session_id: id, outcome: phase.outcome };
    case 'proving':
      return moved('gate', null);
    case 'waiting':
      return moved('needs_person', 'its session waits for an answer');
    case 'idle':
      return moved('needs_person', phase.why);
    case 'paused':
      return moved('needs_person', 'its session is paused');
    case 'stopping':
      return undefined;
    case 'queued':
      // Every unit waits for slots, so only other reasons are shown.
      return moved('running', waits_for && waits_for.kind !== 'slots' ? waitingText(waits_for) : null);
    case 'preparing':
    case 'starting':
    case 'working':
      return moved('running', null);
  }
}
