import type { CommandSpec } from '../command-spec.ts';
import { sessionLine } from '../session-line.ts';

export const resume: CommandSpec = {
  name: 'resume',
  summary: 'let a paused session go on',
  arguments: '<id>',
  async run({ output, client }, [id]) {
    const session = await (await client()).ask('session', { type: 'resume', session: id ?? '' });
    output.data('session', session, () => sessionLine(session));
  },
};
