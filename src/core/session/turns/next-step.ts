import { draft, type Draft, type Session } from '../state.ts';
import type { Fresh } from '../surroundings.ts';

/** What a session that holds a slot does next, between turns. Nothing where something is under way already. */
export function nextStep(session: Session, fresh: Fresh): Draft[] {
  const { process, prompts, turn } = session;
  if (session.intent === 'pause' && !turn) return [draft('session.paused', {})];
  if (!session.workspace) return [];
  const [prompt] = prompts;
  if (!prompt && !turn) return [draft('proof.started', { proof: session.proofs + 1 })];
  if (!process)
    return [draft('process.launching', { launch: session.launches + 1, conversation: fresh.conversation })];
  if (process.stage !== 'ready' || !prompt || turn) return [];
  return [
    draft('turn.started', {
      turn: session.stats.turns + 1,
      prompt_id: prompt.prompt_id,
      text: prompt.text,
    }),
  ];
}
