import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Call, Options } from '../../command-spec.ts';

export function withRepo(command: Command): Command {
  return command.option('--repo <DIR>', 'repository whose rules apply (default: current directory)');
}

export function repoOf({ context }: Call, options: Options): string {
  const { repo = '.' } = options as { repo?: string };
  return resolve(context.cwd, repo);
}
