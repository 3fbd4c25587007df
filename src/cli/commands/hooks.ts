import { resolve } from 'node:path';
import { FairleadError } from '../../client/failure.ts';
import { problem } from '../../contract/error.ts';
import type { CommandSpec } from '../command-spec.ts';
import { Exit, UsageError, type HooksAction, type HooksReport } from '../context.ts';

const actions: readonly HooksAction[] = ['install', 'uninstall', 'status'];

export const hooks: CommandSpec = {
  name: 'hooks',
  summary: 'install, uninstall, status: the policy for each Claude Code that you start yourself',
  arguments: '<action>',
  configure: (command) =>
    command
      .option('--project', "in the repository's settings, which come with it (default: in your own)")
      .option('--local', 'in your own settings for the repository')
      .option('--repo <dir>', 'with --project or --local: the repository (default: here)'),
  async run({ context, output }, [typed = ''], options) {
    const action = actions.find((name) => name === typed);
    if (!action)
      throw new UsageError(
        `"${typed}" is nothing that can be done with hooks`,
        `choose one of ${actions.join(', ')}`,
      );
    const { project, local, repo } = options as { project?: boolean; local?: boolean; repo?: string };
    if (project && local)
      throw new UsageError('--project and --local exclude each other', 'choose one settings file');
    if (repo !== undefined && !project && !local)
      throw new UsageError('--repo says nothing about your own settings', 'add --project or --local');
    if (action !== 'status' && context.env['FAIRLEAD_SESSION'])
      throw new FairleadError(
        problem(
          'forbidden',
          'hooks are not changed from within a session',
          'a person does that, in a terminal of their own',
        ),
      );
    const scope = project ? 'project' : local ? 'local' : 'user';
    const report = await context.hooks.settle(action, { scope, repo: resolve(context.cwd, repo ?? '.') });
    output.data('hooks', report, () => texts[action](report));
    if (report.backup !== null) output.note(`what was there before is kept in ${report.backup}`);
    // They come with the repository, and so are obeyed in its sessions only once they are trusted.
    if (action === 'install' && scope !== 'user')
      output.note('sessions of fairlead begin there once you have said: fairlead trust');
    if (report.problem === null) return;
    output.note(`it does not work: ${report.problem}`);
    throw new Exit(78);
  },
};

const texts: Record<HooksAction, (report: HooksReport) => string> = {
  install: ({ path, changed, other_hooks }) =>
    changed ? `installed in ${path}${beside(other_hooks)}` : `is installed in ${path}; nothing was changed`,
  uninstall: ({ path, changed, other_hooks }) =>
    changed
      ? `removed from ${path}${beside(other_hooks)}`
      : `is not installed in ${path}; nothing was changed`,
  status: ({ path, installed, program, other_hooks }) =>
    installed
      ? `installed in ${path}${beside(other_hooks)}\nruns ${program}`
      : `not installed in ${path}${beside(other_hooks)}`,
};

function beside(others: number): string {
  if (others === 0) return '';
  return `, beside ${others === 1 ? 'one other hook' : `${others} other hooks`}`;
}
