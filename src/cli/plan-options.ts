import { resolve } from 'node:path';
import type { Command } from 'commander';
import { planFormats, type PlanFormatName } from '../contract/plan-formats.ts';
import { UsageError, type Context } from './context.ts';

export interface PlanOptions {
  repo?: string;
  format?: PlanFormatName;
  allowOverlap?: boolean;
}

/** Adds the options that select a plan, for every command that reads one. */
export function withPlanOptions(command: Command): Command {
  return command
    .option('--repo <DIR>', 'repository (default: current directory)')
    .option('--format <NAME>', 'format of the plan (default: detected)', formatNamed)
    .option('--allow-overlap', 'run units that share files at the same time');
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

function formatNamed(name: string): PlanFormatName {
  const found = planFormats.find((format) => format === name);
  if (!found) throw new UsageError(`unknown format: ${name}`, 'fairlead plan formats');
  return found;
}
