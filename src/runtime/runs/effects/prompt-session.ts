import type { RunFact } from '../../../core/plan/record.ts';
import type { SessionCommand } from '../../../core/session/decide.ts';
import type { SessionCell } from '../../session/session-cell.ts';
import type { RunEffectContext } from './run-effect-context.ts';

export const continueWork =
  'You were interrupted. Check what is already done in the workspace, then continue with the task.';

/** Prompts a session once for each effect. A repetition after a crash sends nothing. */
export async function promptSession(
  cell: SessionCell,
  text: string,
  { deps, effect }: RunEffectContext,
): Promise<RunFact | undefined> {
  const command_id = `effect-${effect}-${cell.id}`;
  if (await deps.store.read('receipt', command_id)) return undefined;
  const at = new Date(deps.clock.now()).toISOString();
  const receipt = { command_id, fingerprint: command_id, at, answer: null, problem: null };
  const accepted = await cell.command(commandFor(cell, text), 'fairlead', () => ({ receipts: [receipt] }));
  return accepted.ok
    ? undefined
    : { type: 'start_failed', session_id: cell.id, reason: accepted.error.message };
}

function commandFor({ id, session }: SessionCell, text: string): SessionCommand {
  switch (session.phase.name) {
    case 'ended':
      return { type: 'continue', session: id, text };
    case 'paused':
      return { type: 'resume', target: id };
    default:
      return { type: 'send', session: id, text };
  }
}
