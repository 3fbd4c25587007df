import type { MergeStrategy } from '../../contract/merge.ts';
import { answerText } from '../answer-text.ts';
import type { CommandSpec } from '../command-spec.ts';
import { strategyOption } from '../options.ts';

export const merge: CommandSpec = {
  name: 'merge',
  summary: 'Merge the branch of a session or of an ended run',
  arguments: '<ID>',
  configure: (command) =>
    command
      .option('--into <BRANCH>', 'target branch (default: the checked-out branch)')
      .addOption(strategyOption('merge strategy')),
  async run({ output, client }, [id], options) {
    const { into, strategy } = options as { into?: string; strategy?: MergeStrategy };
    const answer = await (
      await client()
    ).command({
      type: 'merge',
      target: id ?? '',
      ...(into !== undefined && { into }),
      ...(strategy && { strategy }),
    });
    output.data(answer.type, answer.data, () => answerText(answer));
  },
};
