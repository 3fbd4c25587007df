import { resolve } from 'node:path';
import type { CommandSpec } from '../command-spec.ts';

export const config: CommandSpec = {
  name: 'config',
  summary: 'every setting and where it comes from',
  configure: (command) => command.option('--repo <dir>', 'the repository to look at (default: here)'),
  async run({ context, output }, _args, options) {
    const { repo = '.' } = options as { repo?: string };
    const { values, untrusted, unread } = await context.configuration(resolve(context.cwd, repo));
    const widest = Math.max(...values.map(({ key }) => key.length));
    output.data('config', { values, untrusted, unread }, () =>
      values
        .map(
          ({ key, value, source }) =>
            `${key.padEnd(widest)}  ${typeof value === 'string' ? value : JSON.stringify(value)}  (${source})`,
        )
        .join('\n'),
    );
    for (const { source, message } of unread) output.note(`${source}: ${message}`);
    for (const file of untrusted)
      output.note(
        `${file} names commands or allows calls; that is not followed until you trust it: fairlead trust`,
      );
  },
};
