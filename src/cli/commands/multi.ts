import { printableLine } from '../../base/printable.ts';
import { sumUp } from '../../client/sum-up.ts';
import type { StatsView } from '../../contract/answer.ts';
import type { SessionView } from '../../contract/session.ts';
import { awaitSessions, statusOfSessions } from '../await-sessions.ts';
import type { CommandSpec } from '../command-spec.ts';
import { Exit } from '../context.ts';
import { withStartOptions, withUnattended, type StartOptions } from '../options.ts';
import { createProgress } from '../progress.ts';
import { startCommand } from '../start-command.ts';
import { markOf } from '../text/marks.ts';
import { fitLine } from '../text/fit-line.ts';
import { padRight } from '../text/columns.ts';

export const multi: CommandSpec = {
  name: 'multi',
  summary: 'Start several tasks, wait for all, and print totals',
  arguments: '[TASK...]',
  configure: (command) => withUnattended(withStartOptions(command)),
  async run({ context, output, client }, tasks, options) {
    const typed = options as unknown as StartOptions;
    const request = startCommand(context, tasks, typed);
    const daemon = await client();
    const started = await daemon.ask('sessions', request);
    const ids = started.map(({ id }) => id);
    const sessions = await awaitSessions(daemon, ids, context.interrupted, {
      unattended: typed.unattended,
      onChange: createProgress(context, output),
    });
    if (!sessions) {
      output.note('sessions continue in the background; list them: fairlead ls');
      throw new Exit(130);
    }
    const summary = { sessions, stats: summaryOf(sessions) };
    output.data('summary', summary, () => summaryText(sessions, summary.stats));
    const status = statusOfSessions(sessions);
    if (status === 3) output.note('blocked on a person: fairlead approvals');
    if (status !== 0) throw new Exit(status);
  },
};

interface Summary extends Omit<StatsView, 'sessions'> {
  completed: number;
  failed: number;
  stopped: number;
  /** Seconds from the first start to the last end. */
  duration_s: number;
}

function summaryOf(sessions: readonly SessionView[]): Summary {
  const { sessions: counts, ...sums } = sumUp(sessions);
  const { completed, failed, stopped } = counts;
  const starts = sessions.map(({ created_at }) => Date.parse(created_at));
  const ends = sessions.map(({ ended_at, last_activity_at }) => Date.parse(ended_at ?? last_activity_at));
  const duration_s = Math.max(0, Math.max(...ends) - Math.min(...starts)) / 1_000;
  return { completed, failed, stopped, ...sums, duration_s };
}

function summaryText(sessions: readonly SessionView[], stats: Summary): string {
  const rows = sessions.map(
    ({ id, name, status, reason }) =>
      `  ${markOf(status).sign} ${padRight(status, 9)}  ${id}  ${fitLine(name, 60)}${reason ? `  (${printableLine(reason)})` : ''}`,
  );
  return [
    `Sessions: ${sessions.length}`,
    ...rows,
    `Completed ${stats.completed} · failed ${stats.failed} · stopped ${stats.stopped}`,
    `Tool calls ${stats.tool_calls} · approvals ${stats.approvals} · denials ${stats.denials}`,
    `Tokens ${stats.input_tokens} in, ${stats.output_tokens} out · $${stats.cost_usd.toFixed(2)} · ${stats.duration_s.toFixed(1)} s`,
  ].join('\n');
}
