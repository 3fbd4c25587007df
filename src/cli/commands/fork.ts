import type { CommandSpec } from '../command-spec.ts';
import { sessionLine } from '../session-line.ts';

export const fork: CommandSpec = {
  name: 'fork',
  summary: 'a copy of a session, its conversation and its workspace; without a text it waits for one',
  arguments: '<id> [text]',
  async run({ output, client }, [id, text]) {
    const session = await (
      await client()
    ).ask('session', {
      type: 'fork',
      session: id ?? '',
      ...(text !== undefined && { text }),
    });
    output.data('session', session, () => sessionLine(session));
  },
};
