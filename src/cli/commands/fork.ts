import type { CommandSpec } from '../command-spec.ts';
import { sessionLine } from '../session-line.ts';

export const fork: CommandSpec = {
  name: 'fork',
  summary: 'Copy a session with its conversation and workspace',
  arguments: '<ID> [TEXT]',
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
