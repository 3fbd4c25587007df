/** Options that several commands share, and the parsers of their values. */
import { Option, type Command } from 'commander';
import { mergeStrategies } from '../contract/merge.ts';
import { levels } from '../contract/session.ts';
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

/** Adds the options of a new session, for `start` and `multi`. */
export function withStartOptions(command: Command): Command {
  return command
    .option('--task <TEXT>', 'task (repeatable)', collect)
    .option('--name <NAME>', 'name of the session (with one task)')
    .option('--agent <NAME>', 'agent (default: default_agent)')
    .option('--model <NAME>', 'model of the agent')
    .addOption(policyOption('policy level'))
    .option('--repo <DIR>', 'repository (default: current directory)')
    .option('--base <REF>', 'base of the branch (default: HEAD)')
    .option('--no-worktree', 'work in the directory itself, without a worktree')
    .option('--max-parallel <N>', 'sessions to run at the same time', wholeNumber)
    .option('--gate <COMMAND>', 'command that must succeed at the end (repeatable)', collect)
    .option('--auto-continue', 'continue after a failed gate or a crash, up to 3 times')
    .option('--require-changes', 'fail a session without changes')
    .option('--try', 'fail instead of waiting for a slot')
    .option('--max-cost <USD>', 'stop a session above this cost (US dollars)', positiveNumber)
    .option('--max-tokens <N>', 'stop a session above this number of tokens', tokenCount)
    .option('--max-time <DURATION>', 'stop a session after this working time: 90s, 30m, 2h', duration);
}

export function policyOption(summary: string): Option {
  return new Option('--policy <LEVEL>', summary).choices(levels);
}

export function strategyOption(summary: string): Option {
  return new Option('--strategy <HOW>', summary).choices(mergeStrategies);
}

/** Adds the option for commands that wait. */
export function withUnattended(command: Command): Command {
  return command.option('--unattended', 'exit with status 3 when blocked on a person');
}

export function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

export function wholeNumber(value: string): number {
  if (/^\d{1,6}$/.test(value) && Number(value) > 0) return Number(value);
  throw new UsageError(`not a whole number above 0: ${value}`, '3');
}

export function tokenCount(value: string): number {
  if (/^\d{1,12}$/.test(value) && Number(value) > 0) return Number(value);
  throw new UsageError(`not a number of tokens: ${value}`, '500000');
}

export function sequence(value: string): number {
  if (/^\d{1,15}$/.test(value)) return Number(value);
  throw new UsageError(`not an event number: ${value}`, '0');
}

export function positiveNumber(value: string): number {
  if (/^\d+(\.\d+)?$/.test(value) && Number(value) > 0) return Number(value);
  throw new UsageError(`not an amount above 0: ${value}`, '2.50');
}

export function duration(value: string): number {
  const seconds = parseDuration(value);
  if (seconds !== undefined && seconds > 0) return seconds;
  throw new UsageError(`not a duration: ${value}`, '90s, 30m or 2h');
}
