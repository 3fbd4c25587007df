import type { CommandSpec } from '../command-spec.ts';
import { UsageError } from '../context.ts';
import { runLine } from '../run-text.ts';
import { unitName } from '../unit-name.ts';

export const skip: CommandSpec = {
  name: 'skip',
  summary: 'Skip a unit (RUN/UNIT) and the units that depend on it',
  arguments: '<ID>',
  async run({ output, client }, [id = '']) {
    const { run, unit } = unitName(id);
    if (unit === undefined) throw new UsageError(`not a unit: ${id}`, 'fairlead skip RUN/UNIT');
    const now = await (await client()).ask('run', { type: 'skip', run, unit });
    output.data('run', now, () => runLine(now));
  },
};
