import { unrecorded } from '../../machine/cell.ts';
import { noticeOf, type RunHandler } from './run-effect-context.ts';

/**
 * Interrupts sessions. Refusals are ignored: such a session has no turn to cancel, because it waits or has just ended.
 */
export const interruptSessions: RunHandler<'interrupt_sessions'> = {
  persistent: true,
  async run({ sessions }, { deps, liveSessions, cell: { id: run } }) {
    for (const session of sessions) {
      const cell = await liveSessions.find(session);
      const done = await cell?.command({ type: 'interrupt', session }, `run ${run}`, unrecorded);
      if (done && !done.ok) deps.log.info('not interrupted', { session, why: done.error.message });
    }
    return undefined;
  },
  failed: noticeOf,
};
