import type { CommandSpec } from '../command-spec.ts';
import { sessionLine } from '../session-line.ts';

export const pause: CommandSpec = {
  name: 'pause',
  summary: 'hold a session between turns; its slot goes to others',
  arguments: '<id>',
  async run({ output, client }, [id]) {
    const session = await (await client()).ask('session', { type: 'pause', session: id ?? '' });
    output.data('session', session, () => sessionLine(session));
  },
};
