import type { CommandSpec } from '../command-spec.ts';
import { sessionLine } from '../session-line.ts';

export const interrupt: CommandSpec = {
  name: 'interrupt',
  summary: 'Cancel the current turn',
  arguments: '<ID>',
  async run({ output, client }, [id]) {
    const session = await (await client()).ask('session', { type: 'interrupt', session: id ?? '' });
    output.data('session', session, () => sessionLine(session));
  },
};
