import { Option } from 'commander';
import type { MergeStrategy } from '../../contract/event.ts';
import type { CommandSpec } from '../command-spec.ts';

export const merge: CommandSpec = {
  name: 'merge',
  summary: "merge a session's branch into another one",
  arguments: '<id>',
  configure: (command) =>
    command
      .option('--into <branch>', 'the branch to merge into (default: the one that is checked out)')
      .addOption(new Option('--strategy <how>', 'how').choices(['merge', 'squash', 'rebase'])),
  async run({ output, client }, [id], options) {
    const { into, strategy } = options as { into?: string; strategy?: MergeStrategy };
    const merged = await (
      await client()
    ).ask('merge', {
      type: 'merge',
      session: id ?? '',
      ...(into !== undefined && { into }),
      ...(strategy && { strategy }),
    });
    output.data(
      'merge',
      merged,
      () => `${merged.session_id}  merged into ${merged.into} as ${merged.commit.slice(0, 12)}`,
    );
  },
};
