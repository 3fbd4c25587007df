import type { CommandSpec } from '../command-spec.ts';
import { sessionLine } from '../session-line.ts';

export const undo: CommandSpec = {
  name: 'undo',
  summary: 'Restore a removed session (default: the last one)',
  arguments: '[ID]',
  async run({ output, client }, [id]) {
    const session = await (
      await client()
    ).ask('session', {
      type: 'undo',
      ...(id !== undefined && { session: id }),
    });
    output.data('session', session, () => `${sessionLine(session)}  restored`);
  },
};
