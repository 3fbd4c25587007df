import type { CommandSpec } from '../command-spec.ts';
import { sessionLine } from '../session-line.ts';

export const continueSession: CommandSpec = {
  name: 'continue',
  summary: 'Continue an ended session with a new prompt',
  arguments: '<ID> <TEXT>',
  async run({ output, client }, [id, text]) {
    const session = await (
      await client()
    ).ask('session', { type: 'continue', session: id ?? '', text: text ?? '' });
    output.data('session', session, () => sessionLine(session));
  },
};
