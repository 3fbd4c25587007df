import { printableLine } from '../../base/printable.ts';
import type { CommandSpec } from '../command-spec.ts';
import { awaitPlaced, awaitSessions, statusOfSessions } from '../await-sessions.ts';
import { Exit, UsageError } from '../context.ts';
import { withStartOptions, type StartOptions } from '../options.ts';
import { createProgress } from '../progress.ts';
import { queueText } from '../queue-text.ts';
import { startCommand } from '../start-command.ts';

export const start: CommandSpec = {
  name: 'start',
  summary: 'start one session per task',
  arguments: '[task...]',
  configure: (command) =>
    withStartOptions(command)
      .option('--wait', 'return when all sessions have ended')
      .option('--draft', 'keep them as drafts: each begins with fairlead resume ID'),
  async run({ context, output, client }, tasks, options) {
    const typed = options as unknown as StartOptions & { wait?: boolean };
    if (typed.wait && typed.draft)
      throw new UsageError(
        'a draft does not begin, so it cannot be waited for',
        'leave out --wait or --draft',
      );
    const request = startCommand(context, tasks, typed);
    const daemon = await client();
    const sessions = await daemon.ask('sessions', request);
    if (!typed.wait) {
      output.data('sessions', sessions, () =>
        sessions.map(({ id, name }) => `${id}  ${printableLine(name)}`).join('\n'),
      );
      const placed = output.json ? undefined : await awaitPlaced(daemon, sessions, context.interrupted);
      const queue = placed && queueText(placed);
      if (queue !== undefined) output.note(queue);
      if (typed.draft) output.note(`let one begin: fairlead resume ${sessions[0]?.id ?? 'ID'}`);
      else output.note(`see how they do: fairlead ls, fairlead logs -f ${sessions[0]?.id ?? 'ID'}`);
      return;
    }
    const progress = createProgress(context, output);
    const ended = await awaitSessions(
      daemon,
      sessions.map(({ id }) => id),
      context.interrupted,
      progress,
    );
    if (!ended) {
      output.note('the sessions go on; see them with: fairlead ls');
      throw new Exit(130);
    }
    output.data('sessions', ended, () => '');
    const status = statusOfSessions(ended);
    if (status !== 0) throw new Exit(status);
  },
};
