import { pendingEvent, type PendingEvent, type Session } from '../state.ts';
import type { NewIds } from '../decision-context.ts';

/** Returns the next step of a session with a slot, between turns. Empty if a step is already in progress. */
export function nextStep(session: Session, newIds: NewIds): PendingEvent[] {
  const { process, prompts, turn } = session;
  if (session.intent === 'pause' && !turn) return [pendingEvent('session.paused', {})];
  if (!session.workspace) return [];
  const [prompt] = prompts;
  if (!prompt && !turn) return [pendingEvent('proof.started', { proof: session.proofs + 1 })];
  if (!process)
    return [
      pendingEvent('process.launching', { launch: session.launches + 1, conversation: newIds.conversation }),
    ];
  if (process.stage !== 'ready' || !prompt || turn) return [];
  return [
    pendingEvent('turn.started', {
      turn: session.stats.turns + 1,
      prompt_id: prompt.prompt_id,
      text: prompt.text,
    }),
  ];
}
