import type { CommandSpec } from '../command-spec.ts';
import { sessionLine } from '../session-line.ts';

export const rm: CommandSpec = {
  name: 'rm',
  summary: 'Remove an ended session and its workspace',
  arguments: '<ID>',
  configure: (command) => command.option('--force', 'also lose files that cannot be saved for undo'),
  async run({ output, client }, [id], options) {
    const session = await (
      await client()
    ).ask('session', {
      type: 'remove',
      session: id ?? '',
      force: options['force'] === true,
    });
    output.data('session', session, () => `${sessionLine(session)}  removed`);
    output.note('restore it: fairlead undo');
  },
};
