import { FairleadError } from '../../client/failure.ts';
import type { Client } from '../../client/client.ts';
import { answerText } from '../answer-text.ts';
import type { CommandSpec } from '../command-spec.ts';
import { Exit, UsageError } from '../context.ts';

export const stop: CommandSpec = {
  name: 'stop',
  summary: 'Stop sessions or runs; verify that no process is left',
  arguments: '[ID...]',
  configure: (command) =>
    command.option('--all', 'all sessions').option('--force', 'kill at once, without asking the agent'),
  async run({ output, client }, ids, options) {
    const { all = false, force = false } = options as { all?: boolean; force?: boolean };
    if (ids.length === 0 && !all)
      throw new UsageError('no session given', 'fairlead stop ID, or fairlead stop --all');
    if (ids.length > 0 && all) throw new UsageError('--all with ids', 'fairlead stop --all');
    const daemon = await client();
    // Looks all names up before it stops anything, so that a wrong name stops nothing.
    const targets = await Promise.all(ids.map((id) => find(daemon, id)));
    const answers = all
      ? [await daemon.command({ type: 'stop_all', force })]
      : await Promise.all(targets.map((id) => daemon.command({ type: 'stop', target: id, force })));
    const stopped = answers.flatMap((answer) => (answer.type === 'stopped' ? answer.data : []));
    const runs = answers.flatMap((answer) => (answer.type === 'run' ? [answer] : []));
    if (stopped.length > 0 || runs.length === 0)
      output.data('stopped', stopped, () => answerText({ type: 'stopped', data: stopped }));
    for (const run of runs) output.data('run', run.data, () => answerText(run));
    if (answers.length === 0 || (all && stopped.length === 0)) output.note('nothing to stop');
    if (stopped.some(({ survivors }) => survivors > 0)) throw new Exit(1);
  },
};

async function find(daemon: Client, id: string): Promise<string> {
  try {
    return (await daemon.session(id)).id;
  } catch (error) {
    if (!(error instanceof FairleadError) || error.code !== 'not_found') throw error;
    const run = await daemon.run(id).catch(() => undefined);
    if (!run) throw error;
    return run.id;
  }
}
