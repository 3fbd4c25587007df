import { resolve } from 'node:path';
import { FairleadError } from '../../client/failure.ts';
import { problem } from '../../base/problem.ts';
import type { Call, CommandGroup, CommandSpec, Options } from '../command-spec.ts';
import { Exit, UsageError, type HooksAction, type HooksReport } from '../context.ts';

export const hooks: CommandGroup = {
  name: 'hooks',
  summary: 'Apply the policy to Claude Code that you start yourself',
  subcommands: [
    hooksCommand('install', 'Install the hook in the settings of Claude Code'),
    hooksCommand('uninstall', 'Remove the hook from the settings of Claude Code'),
    hooksCommand('status', 'Show whether the hook is installed and works'),
  ],
};

function hooksCommand(action: HooksAction, summary: string): CommandSpec {
  return {
    name: action,
    summary,
    configure: (command) =>
      command
        .option('--project', "use the repository's shared settings (default: your own)")
        .option('--local', 'use your own settings for the repository')
        .option('--repo <DIR>', 'repository of --project or --local (default: current directory)'),
    run: (call, _args, options) => settle(action, call, options),
  };
}

async function settle(action: HooksAction, { context, output }: Call, options: Options): Promise<void> {
  const { project, local, repo } = options as { project?: boolean; local?: boolean; repo?: string };
  if (project && local) throw new UsageError('--project and --local exclude each other', 'one of them');
  if (repo !== undefined && !project && !local)
    throw new UsageError(
      '--repo without --project or --local',
      `fairlead hooks ${action} --local --repo DIR`,
    );
  if (action !== 'status' && context.env['FAIRLEAD_SESSION'])
    throw new FairleadError(
      problem(
        'forbidden',
        'hooks cannot be changed from inside a session',
        'the command in your own terminal',
      ),
    );
  const scope = project ? 'project' : local ? 'local' : 'user';
  const report = await context.hooks.settle(action, { scope, repo: resolve(context.cwd, repo ?? '.') });
  output.data('hooks', report, () => texts[action](report));
  if (report.backup !== null) output.note(`previous settings: ${report.backup}`);
  // These files are part of the repository; its sessions run them only after `fairlead trust`.
  if (action === 'install' && scope !== 'user')
    output.note('trust them for sessions of fairlead: fairlead trust');
  if (report.problem === null) return;
  output.note(`the hook does not work: ${report.problem}`);
  throw new Exit(78);
}

const texts: Record<HooksAction, (report: HooksReport) => string> = {
  install: ({ path, changed, other_hooks }) =>
    changed ? `installed in ${path}${beside(other_hooks)}` : `already installed in ${path}`,
  uninstall: ({ path, changed, other_hooks }) =>
    changed ? `removed from ${path}${beside(other_hooks)}` : `not installed in ${path}`,
  status: ({ path, installed, program, other_hooks }) =>
    installed
      ? `installed in ${path}${beside(other_hooks)}\nruns ${program}`
      : `not installed in ${path}${beside(other_hooks)}`,
};

function beside(others: number): string {
  if (others === 0) return '';
  return `, beside ${others === 1 ? 'one other hook' : `${others} other hooks`}`;
}
