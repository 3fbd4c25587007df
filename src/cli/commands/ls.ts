import { resolve } from 'node:path';
import type { SessionView } from '../../contract/session.ts';
import type { CommandSpec } from '../command-spec.ts';
import { painter } from '../paint.ts';
import { createScreen } from '../screen.ts';
import { queueText } from '../queue-text.ts';
import { sessionRows } from '../session-rows.ts';

/** Maximum number of sessions in a list without `--all`. */
const recent = 50;

export const ls: CommandSpec = {
  name: 'ls',
  summary: 'List sessions, newest first',
  configure: (command) =>
    command
      .option('--all', 'include older and removed sessions')
      .option('--repo <DIR>', 'sessions of one repository only')
      .option('-w, --watch', 'update the list until Ctrl-C'),
  async run({ context, output, client }, _args, options) {
    const { all = false, repo, watch = false } = options as { all?: boolean; repo?: string; watch?: boolean };
    const paint = painter(output.lively);
    const directory = repo === undefined ? undefined : resolve(context.cwd, repo);
    const daemon = await client();
    const rows = (sessions: SessionView[]) =>
      sessionRows(sessions, paint, Date.now(), context.stdout.columns);

    if (!watch) {
      const query = {
        all,
        limit: all ? 10_000 : recent,
        ...(directory !== undefined && { repo: directory }),
      };
      const sessions = await daemon.sessions(query);
      output.data('sessions', sessions, () => rows(sessions).join('\n'));
      const queue = queueText(sessions);
      if (queue !== undefined) output.note(queue);
      if (sessions.length === 0) output.note('no sessions; start one: fairlead start "Fix the login bug"');
      return;
    }
    const screen = createScreen(context.stdout);
    for await (const { now } of daemon.live(context.interrupted)) {
      const sessions = now.sessions
        .filter((session) => directory === undefined || session.repo === directory)
        .slice(0, recent);
      const queue = queueText(sessions);
      if (output.lively) screen.show([...rows(sessions), ...(queue === undefined ? [] : [queue])]);
      else output.data('sessions', sessions, () => `${rows(sessions).join('\n')}\n`);
    }
  },
};
