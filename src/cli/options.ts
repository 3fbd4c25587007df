/** Options that several commands share, and how their values are read. */
import { Option, type Command } from 'commander';
import { parseDuration } from '../contract/units.ts';
import { UsageError } from './context.ts';

export interface StartOptions {
  task?: string[];
  name?: string;
  agent?: string;
  model?: string;
  policy?: string;
  repo?: string;
  base?: string;
  worktree: boolean;
  maxParallel?: number;
  gate?: string[];
  autoContinue?: boolean;
  requireChanges?: boolean;
  try?: boolean;
  draft?: boolean;
  unattended?: boolean;
  maxCost?: number;
  maxTokens?: number;
  maxTime?: number;
}

/** What makes a session; `start` and `multi` know them all. */
export function withStartOptions(command: Command): Command {
  return command
    .option('--task <text>', 'a task; may be given several times', collect)
    .option('--name <name>', 'name of the session, where there is one task')
    .option('--agent <name>', 'a configured agent (default: from the configuration)')
    .option('--model <name>', 'the model the agent is to use')
    .addOption(
      new Option('--policy <level>', 'what is allowed unasked').choices(['permissive', 'moderate', 'strict']),
    )
    .option('--repo <dir>', 'the repository to work on (default: here)')
    .option('--base <ref>', 'what the branch is cut from (default: HEAD)')
    .option('--no-worktree', 'work in the directory itself')
    .option('--max-parallel <n>', 'begin only while fewer sessions than this are at work', wholeNumber)
    .option(
      '--gate <command>',
      'must succeed before a session counts as completed; may be given several times',
      collect,
    )
    .option(
      '--auto-continue',
      'go on by itself after a failed gate, an early stop or a lost process, at most 3 times',
    )
    .option('--require-changes', 'a session that changed nothing fails')
    .option('--try', 'refuse instead of waiting where no slot is free')
    .option('--max-cost <usd>', 'end a session that has cost more', positiveNumber)
    .option('--max-tokens <n>', 'end a session that has read and written more tokens', tokenCount)
    .option('--max-time <duration>', 'end a session that has worked longer: 90s, 30m, 2h', duration);
}

/** For those that wait. */
export function withUnattended(command: Command): Command {
  return command.option('--unattended', 'end with status 3 when only a person could let it go on');
}

export function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

export function wholeNumber(value: string): number {
  if (/^\d{1,6}$/.test(value) && Number(value) > 0) return Number(value);
  throw new UsageError(`"${value}" is no whole number above 0`, 'give a number such as 3');
}

export function tokenCount(value: string): number {
  if (/^\d{1,12}$/.test(value) && Number(value) > 0) return Number(value);
  throw new UsageError(`"${value}" is no number of tokens`, 'give a number such as 500000');
}

export function sequence(value: string): number {
  if (/^\d{1,15}$/.test(value)) return Number(value);
  throw new UsageError(`"${value}" is no event number`, 'give a number such as 0');
}

export function positiveNumber(value: string): number {
  if (/^\d+(\.\d+)?$/.test(value) && Number(value) > 0) return Number(value);
  throw new UsageError(`"${value}" is no amount above 0`, 'give a number such as 2.50');
}

export function duration(value: string): number {
  const seconds = parseDuration(value);
  if (seconds !== undefined && seconds > 0) return seconds;
  throw new UsageError(`"${value}" is no time`, 'give a time such as 90s, 30m or 2h');
}
