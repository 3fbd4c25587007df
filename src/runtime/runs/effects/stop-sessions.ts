import { unrecorded } from '../../machine/cell.ts';
import { noticeOf, type RunEffectContext, type RunHandler } from './run-effect-context.ts';

export const stopSessions: RunHandler<'stop_sessions'> = {
  persistent: true,
  async run({ sessions, force }, context) {
    await stopAll(sessions, force, context);
    return undefined;
  },
  failed: noticeOf,
};

/** Accepts the stop of each session that has not ended. Their ends arrive later as changes. */
export async function stopAll(
  sessions: readonly string[],
  force: boolean,
  { liveSessions, cell: { id: run } }: RunEffectContext,
): Promise<void> {
  for (const session of sessions) {
    const cell = await liveSessions.find(session);
    if (cell && cell.session.phase.name !== 'ended')
      await cell.command({ type: 'stop', target: session, force }, `run ${run}`, unrecorded);
  }
}
