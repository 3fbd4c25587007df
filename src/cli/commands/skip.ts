import type { CommandSpec } from '../command-spec.ts';
import { UsageError } from '../context.ts';
import { runLine } from '../run-text.ts';
import { unitName } from '../unit-name.ts';

export const skip: CommandSpec = {
  name: 'skip',
  summary: 'leave out a unit of a run, RUN/UNIT, and what depends on it',
  arguments: '<id>',
  async run({ output, client }, [id = '']) {
    const { run, unit } = unitName(id);
    if (unit === undefined) throw new UsageError(`"${id}" names no unit`, 'write RUN/UNIT');
    const now = await (await client()).ask('run', { type: 'skip', run, unit });
    output.data('run', now, () => runLine(now));
  },
};
