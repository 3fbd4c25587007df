import type { CommandSpec } from '../command-spec.ts';
import { runLine } from '../run-text.ts';
import { unitName } from '../unit-name.ts';

export const retry: CommandSpec = {
  name: 'retry',
  summary:
    'try a unit of a run again, RUN/UNIT, or all that failed, RUN; what was skipped for them comes along',
  arguments: '<id>',
  async run({ output, client }, [id = '']) {
    const { run, unit } = unitName(id);
    const now = await (
      await client()
    ).ask('run', { type: 'retry', run, ...(unit !== undefined && { unit }) });
    output.data('run', now, () => runLine(now));
  },
};
