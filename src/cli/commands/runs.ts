import { resolve } from 'node:path';
import { age } from '../age.ts';
import type { CommandSpec } from '../command-spec.ts';
import { runLine } from '../run-text.ts';

export const runs: CommandSpec = {
  name: 'runs',
  summary: 'List runs, newest first',
  configure: (command) => command.option('--repo <DIR>', 'runs of one repository only'),
  async run({ context, output, client }, _args, options) {
    const { repo } = options as { repo?: string };
    const found = await (await client()).runs(repo === undefined ? {} : { repo: resolve(context.cwd, repo) });
    output.data('runs', found, () =>
      found.map((run) => `${runLine(run)}  ${age(run.started_at, Date.now())}`).join('\n'),
    );
    if (found.length === 0) output.note('no runs; start one: fairlead run PLAN');
  },
};
