import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { planFormats, type PlanFormatName } from '../contract/plan-formats.ts';
import type { Context } from './context.ts';

export interface PlanOptions {
  repo?: string;
  format?: PlanFormatName;
  allowOverlap?: boolean;
}

/** What says which plan is meant; every command that reads one knows it. */
export function withPlanOptions(command: Command): Command {
  return command
    .option('--repo <dir>', 'the repository to work on (default: here)')
    .addOption(new Option('--format <name>', 'instead of finding it out').choices([...planFormats]))
    .option('--allow-overlap', 'units that touch the same files may run at the same time');
}

export function planCommand(
  { cwd }: Context,
  documents: readonly string[],
  { repo, format, allowOverlap }: PlanOptions,
): { repo: string; paths: string[]; format?: PlanFormatName; allow_overlap?: boolean } {
  return {
    repo: resolve(cwd, repo ?? '.'),
    paths: documents.map((path) => resolve(cwd, path)),
    ...(format && { format }),
    ...(allowOverlap && { allow_overlap: true }),
  };
}
