import { FairleadError } from '../../client/failure.ts';
import type { CommandSpec } from '../command-spec.ts';
import { painter } from '../paint.ts';
import { runText } from '../run-text.ts';
import { show } from './show.ts';

export const status: CommandSpec = {
  name: 'status',
  summary: 'Show a run and its units, or a session',
  arguments: '<ID>',
  async run(call, args) {
    const { output, client } = call;
    const [id = ''] = args;
    try {
      const run = await (await client()).run(id);
      output.data('run', run, () => runText(run, painter(output.lively)));
    } catch (error) {
      if (!(error instanceof FairleadError) || error.code !== 'not_found') throw error;
      await show.run(call, args, {});
    }
  },
};
