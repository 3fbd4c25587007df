import type { CommandSpec } from '../command-spec.ts';
import { sessionLine } from '../session-line.ts';

export const undo: CommandSpec = {
  name: 'undo',
  summary: 'bring back the session that was removed last, or the one that is named',
  arguments: '[id]',
  async run({ output, client }, [id]) {
    const session = await (
      await client()
    ).ask('session', {
      type: 'undo',
      ...(id !== undefined && { session: id }),
    });
    output.data('session', session, () => `${sessionLine(session)}  brought back`);
  },
};
