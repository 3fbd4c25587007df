import type { CommandSpec } from '../command-spec.ts';
import { sessionLine } from '../session-line.ts';

export const interrupt: CommandSpec = {
  name: 'interrupt',
  summary: 'break off the turn; the session can be continued',
  arguments: '<id>',
  async run({ output, client }, [id]) {
    const session = await (await client()).ask('session', { type: 'interrupt', session: id ?? '' });
    output.data('session', session, () => sessionLine(session));
  },
};
