import { resolve } from 'node:path';
import type { CommandSpec } from '../command-spec.ts';
import { padRight, widestOf } from '../text/columns.ts';

export const config: CommandSpec = {
  name: 'config',
  summary: 'Show every setting and its source',
  configure: (command) => command.option('--repo <DIR>', 'repository (default: current directory)'),
  async run({ context, output }, _args, options) {
    const { repo = '.' } = options as { repo?: string };
    const { values, untrusted, unread } = await context.configuration(resolve(context.cwd, repo));
    const widest = widestOf(
      values.map(({ key }) => key),
      80,
    );
    output.data('config', { values, untrusted, unread }, () =>
      values
        .map(
          ({ key, value, source }) =>
            `${padRight(key, widest)}  ${typeof value === 'string' ? value : JSON.stringify(value)}  (${source})`,
        )
        .join('\n'),
    );
    for (const { source, message } of unread) output.note(`${source}: ${message}`);
    for (const file of untrusted)
      output.note(`${file} is not trusted; its commands and allow rules are ignored: fairlead trust`);
  },
};
