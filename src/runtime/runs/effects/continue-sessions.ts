import { continueWork, promptSession } from './prompt-session.ts';
import { noticeOf, type RunHandler } from './run-effect-context.ts';

/** Prompts the sessions that a pause interrupted to continue. Other sessions were not affected by the pause. */
export const continueSessions: RunHandler<'go_on'> = {
  persistent: true,
  async run({ sessions }, context) {
    for (const session of sessions) {
      const cell = await context.liveSessions.find(session);
      if (cell?.session.phase.name === 'idle') await promptSession(cell, continueWork, context);
    }
    return undefined;
  },
  failed: noticeOf,
};
