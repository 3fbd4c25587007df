import type { StatsView } from '../contract/answer.ts';
import type { SessionView } from '../contract/session.ts';

/** Sums over sessions. A stopped session does not count as failed. */
export function sumUp(sessions: readonly SessionView[]): StatsView {
  const sum = (read: (session: SessionView) => number) =>
    sessions.reduce((total, session) => total + read(session), 0);
  const stopped = sessions.filter(({ outcome }) => outcome?.kind === 'stopped').length;
  return {
    sessions: {
      completed: sessions.filter(({ status }) => status === 'completed').length,
      failed: sessions.filter(({ status }) => status === 'failed').length - stopped,
      stopped,
      running: sessions.filter(({ phase }) => phase !== 'ended').length,
    },
    tool_calls: sum(({ stats }) => stats.tool_calls),
    approvals: sum(({ stats }) => stats.approvals),
    denials: sum(({ stats }) => stats.denials),
    input_tokens: sum(({ stats }) => stats.input_tokens),
    output_tokens: sum(({ stats }) => stats.output_tokens),
    cost_usd: sum(({ stats }) => stats.cost_usd),
  };
}
