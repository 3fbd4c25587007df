import { resolve } from 'node:path';
import type { CommandSpec } from '../command-spec.ts';

export const trust: CommandSpec = {
  name: 'trust',
  summary: "follow a repository's fairlead.yaml as it is now, its commands and allow rules included",
  arguments: '[dir]',
  async run({ context, output, client }, [dir]) {
    const repo = resolve(context.cwd, dir ?? '.');
    const trusted = await (await client()).ask('trusted', { type: 'trust', repo });
    output.data('trusted', trusted, () => `${trusted.repo} is trusted`);
  },
};
