import type { CommandSpec } from '../command-spec.ts';
import { Exit, UsageError } from '../context.ts';

export const stop: CommandSpec = {
  name: 'stop',
  summary: 'end sessions and every process that came of them, with proof',
  arguments: '[id...]',
  configure: (command) =>
    command.option('--all', 'all sessions').option('--force', 'at once, without asking the agent first'),
  async run({ output, client }, ids, options) {
    const { all = false, force = false } = options as { all?: boolean; force?: boolean };
    if (ids.length === 0 && !all)
      throw new UsageError('no session was named', 'name one, or stop all: fairlead stop --all');
    if (ids.length > 0 && all)
      throw new UsageError('--all leaves nothing to name', 'leave out the ids, or --all');
    const daemon = await client();
    // Names are looked up before anything is stopped: one that is wrong stops nothing.
    const sessions = await Promise.all(ids.map((id) => daemon.session(id)));
    const stopped = all
      ? await daemon.ask('stopped', { type: 'stop_all', force })
      : (
          await Promise.all(
            sessions.map(({ id }) => daemon.ask('stopped', { type: 'stop', session: id, force })),
          )
        ).flat();
    output.data('stopped', stopped, () =>
      stopped
        .map(({ session_id, survivors }) => `${session_id}  stopped, ${survivors} processes left`)
        .join('\n'),
    );
    if (stopped.length === 0) output.note('nothing to stop');
    if (stopped.some(({ survivors }) => survivors > 0)) throw new Exit(1);
  },
};
