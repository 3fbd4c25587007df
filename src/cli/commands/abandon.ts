import type { CommandSpec } from '../command-spec.ts';
import { sessionLine } from '../session-line.ts';

export const abandon: CommandSpec = {
  name: 'abandon',
  summary: 'give up what a session did: its work is kept under an archive tag, its workspace is removed',
  arguments: '<id>',
  async run({ output, client }, [id]) {
    const session = await (await client()).ask('session', { type: 'abandon', session: id ?? '' });
    output.data('session', session, () => `${sessionLine(session)}  abandoned`);
  },
};
