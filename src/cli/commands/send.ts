import type { CommandSpec } from '../command-spec.ts';
import { sessionLine } from '../session-line.ts';

export const send: CommandSpec = {
  name: 'send',
  summary: 'Send a message (delivered when the current turn ends)',
  arguments: '<ID> <TEXT>',
  async run({ output, client }, [id, text]) {
    const session = await (
      await client()
    ).ask('session', { type: 'send', session: id ?? '', text: text ?? '' });
    output.data('session', session, () => sessionLine(session));
  },
};
