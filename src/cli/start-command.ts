import { resolve } from 'node:path';
import { present } from '../base/present.ts';
import type { CommandOf } from '../contract/command.ts';
import type { Level } from '../contract/session.ts';
import { UsageError, type Context } from './context.ts';
import { wholeNumber, type StartOptions } from './options.ts';

/** Builds the command from the options; environment variables replace options that are not given. */
export function startCommand(
  { env, cwd }: Context,
  typed: string[],
  options: StartOptions,
): CommandOf<'start'> {
  const tasks = [...typed, ...(options.task ?? [])];
  refuseTasks(tasks, options.name);
  const fromEnv = (name: string) => env[`FAIRLEAD_${name}`] || undefined;
  const maxParallel = fromEnv('MAX_PARALLEL');
  return {
    type: 'start',
    repo: resolve(cwd, options.repo ?? '.'),
    tasks: tasks.map((task) => ({ task, ...present({ name: options.name }) })),
    ...present({
      agent: options.agent ?? fromEnv('DEFAULT_AGENT'),
      model: options.model ?? fromEnv('DEFAULT_MODEL'),
      // The daemon refuses an invalid level.
      policy: (options.policy ?? fromEnv('POLICY_LEVEL')) as Level | undefined,
      base: options.base ?? fromEnv('BASE'),
      workspace_mode: options.worktree ? undefined : ('directory' as const),
      max_parallel: options.maxParallel ?? (maxParallel === undefined ? undefined : wholeNumber(maxParallel)),
      gates: options.gate,
      auto_continue: flag(options.autoContinue),
      require_changes: flag(options.requireChanges),
      unattended: flag(options.unattended),
      try: flag(options.try),
      draft: flag(options.draft),
      max_cost_usd: options.maxCost,
      max_tokens: options.maxTokens,
      max_time_s: options.maxTime,
    }),
  };
}

function flag(on: boolean | undefined): true | undefined {
  return on ? true : undefined;
}

function refuseTasks(tasks: readonly string[], name: string | undefined): void {
  if (tasks.length === 0) throw new UsageError('no task given', 'fairlead start "Fix the login bug"');
  if (tasks.some((task) => task.trim() === ''))
    throw new UsageError('empty task', 'fairlead start "Fix the login bug"');
  if (name !== undefined && tasks.length > 1)
    throw new UsageError(
      '--name with several tasks',
      'fairlead start TASK TASK (each session is named after its task)',
    );
}
