import { resolve } from 'node:path';
import { age } from '../age.ts';
import type { CommandSpec } from '../command-spec.ts';
import { runLine } from '../run-text.ts';

export const runs: CommandSpec = {
  name: 'runs',
  summary: 'list runs of plans, newest first',
  configure: (command) => command.option('--repo <dir>', 'only of this repository'),
  async run({ context, output, client }, _args, options) {
    const { repo } = options as { repo?: string };
    const found = await (await client()).runs(repo === undefined ? {} : { repo: resolve(context.cwd, repo) });
    output.data('runs', found, () =>
      found.map((run) => `${runLine(run)}  ${age(run.started_at, Date.now())}`).join('\n'),
    );
    if (found.length === 0) output.note('no runs yet; begin one with: fairlead run PLAN');
  },
};
