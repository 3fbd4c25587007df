import type { CommandSpec } from '../command-spec.ts';
import { runLine } from '../run-text.ts';
import { unitName } from '../unit-name.ts';

export const retry: CommandSpec = {
  name: 'retry',
  summary: 'Retry a unit (RUN/UNIT), or all failed units (RUN)',
  arguments: '<ID>',
  async run({ output, client }, [id = '']) {
    const { run, unit } = unitName(id);
    const now = await (
      await client()
    ).ask('run', { type: 'retry', run, ...(unit !== undefined && { unit }) });
    output.data('run', now, () => runLine(now));
  },
};
