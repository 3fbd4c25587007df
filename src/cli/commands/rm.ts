import type { CommandSpec } from '../command-spec.ts';
import { sessionLine } from '../session-line.ts';

export const rm: CommandSpec = {
  name: 'rm',
  summary: 'remove an ended session and its workspace; what was not saved is kept for undo',
  arguments: '<id>',
  configure: (command) =>
    command.option('--force', 'also where something cannot be kept: ignored files, nested repositories'),
  async run({ output, client }, [id], options) {
    const session = await (
      await client()
    ).ask('session', {
      type: 'remove',
      session: id ?? '',
      force: options['force'] === true,
    });
    output.data('session', session, () => `${sessionLine(session)}  removed`);
    output.note('bring it back with: fairlead undo');
  },
};
