import { printableLine } from '../../base/printable.ts';
import type { CommandSpec } from '../command-spec.ts';
import { awaitPlaced, awaitSessions, statusOfSessions } from '../await-sessions.ts';
import { Exit, UsageError } from '../context.ts';
import { withStartOptions, withUnattended, type StartOptions } from '../options.ts';
import { createProgress } from '../progress.ts';
import { queueText } from '../queue-text.ts';
import { startCommand } from '../start-command.ts';

export const start: CommandSpec = {
  name: 'start',
  summary: 'Start one session per task',
  arguments: '[TASK...]',
  configure: (command) =>
    withUnattended(withStartOptions(command))
      .option('--wait', 'wait until all sessions have ended')
      .option('--draft', 'create drafts; start one: fairlead resume ID'),
  async run({ context, output, client }, tasks, options) {
    const typed = options as unknown as StartOptions & { wait?: boolean };
    if (typed.wait && typed.draft)
      throw new UsageError('--wait and --draft exclude each other', 'fairlead start --draft TASK');
    if (typed.unattended && !typed.wait)
      throw new UsageError('--unattended without --wait', 'fairlead start --wait --unattended TASK');
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
      if (typed.draft) output.note(`start one: fairlead resume ${sessions[0]?.id ?? 'ID'}`);
      else output.note(`list them: fairlead ls · follow one: fairlead logs -f ${sessions[0]?.id ?? 'ID'}`);
      return;
    }
    const progress = createProgress(context, output);
    const ended = await awaitSessions(
      daemon,
      sessions.map(({ id }) => id),
      context.interrupted,
      { unattended: typed.unattended, onChange: progress },
    );
    if (!ended) {
      output.note('sessions continue in the background; list them: fairlead ls');
      throw new Exit(130);
    }
    output.data('sessions', ended, () => '');
    const status = statusOfSessions(ended);
    if (status === 3) output.note('blocked on a person: fairlead approvals');
    if (status !== 0) throw new Exit(status);
  },
};
