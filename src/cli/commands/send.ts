import type { CommandSpec } from '../command-spec.ts';
import { sessionLine } from '../session-line.ts';

export const send: CommandSpec = {
  name: 'send',
  summary: 'say something to a session; it hears it after its turn',
  arguments: '<id> <text>',
  async run({ output, client }, [id, text]) {
    const session = await (
      await client()
    ).ask('session', { type: 'send', session: id ?? '', text: text ?? '' });
    output.data('session', session, () => sessionLine(session));
  },
};
