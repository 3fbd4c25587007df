import { Option } from 'commander';
import type { MergeStrategy } from '../../contract/merge.ts';
import { answerText } from '../answer-text.ts';
import type { CommandSpec } from '../command-spec.ts';

export const merge: CommandSpec = {
  name: 'merge',
  summary: 'merge the branch of a session, or of a run that is over, into another one',
  arguments: '<id>',
  configure: (command) =>
    command
      .option('--into <branch>', 'the branch to merge into (default: the one that is checked out)')
      .addOption(new Option('--strategy <how>', 'how').choices(['merge', 'squash', 'rebase'])),
  async run({ output, client }, [id], options) {
    const { into, strategy } = options as { into?: string; strategy?: MergeStrategy };
    const answer = await (
      await client()
    ).command({
      type: 'merge',
      session: id ?? '',
      ...(into !== undefined && { into }),
      ...(strategy && { strategy }),
    });
    output.data(answer.type, answer.data, () => answerText(answer));
  },
};
