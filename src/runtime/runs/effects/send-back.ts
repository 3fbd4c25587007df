import { promptSession } from './prompt-session.ts';
import type { RunHandler } from './run-effect-context.ts';

/** Sends the session of a unit a prompt with the corrections to make. */
export const sendBack: RunHandler<'send_back'> = {
  persistent: true,
  async run(effect, context) {
    const { session_id, text } = effect;
    const cell = await context.liveSessions.find(session_id);
    return cell
      ? promptSession(cell, text, context)
      : this.failed(effect, `its session ${session_id} is gone`);
  },
  failed: ({ session_id }, reason) => ({ type: 'start_failed', session_id, reason }),
};
