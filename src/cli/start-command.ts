import { resolve } from 'node:path';
import type { CommandOf } from '../contract/command.ts';
import type { Level } from '../contract/session.ts';
import { UsageError, type Context } from './context.ts';
import { wholeNumber, type StartOptions } from './options.ts';

/** Makes the command from what was typed; what was not typed the environment may say. */
export function startCommand(
  { env, cwd }: Context,
  typed: string[],
  options: StartOptions,
): CommandOf<'start'> {
  const tasks = [...typed, ...(options.task ?? [])];
  if (tasks.length === 0) throw new UsageError('no task given', 'fairlead start "Fix the login bug"');
  if (tasks.some((task) => task.trim() === ''))
    throw new UsageError('empty task', 'fairlead start "Fix the login bug"');
  if (options.name !== undefined && tasks.length > 1)
    throw new UsageError(
      '--name with several tasks',
      'fairlead start TASK TASK (each session is named after its task)',
    );
  const fromEnv = (name: string) => env[`FAIRLEAD_${name}`] || undefined;
  const maxParallel = fromEnv('MAX_PARALLEL');
  const base = options.base ?? fromEnv('BASE');
  const agent = options.agent ?? fromEnv('DEFAULT_AGENT');
  const model = options.model ?? fromEnv('DEFAULT_MODEL');
  // The daemon refuses a level that is none.
  const policy = (options.policy ?? fromEnv('POLICY_LEVEL')) as Level | undefined;
  const parallel = options.maxParallel ?? (maxParallel === undefined ? undefined : wholeNumber(maxParallel));
  return {
    type: 'start',
    repo: resolve(cwd, options.repo ?? '.'),
    tasks: tasks.map((task) => ({ task, ...(options.name !== undefined && { name: options.name }) })),
    ...(agent !== undefined && { agent }),
    ...(model !== undefined && { model }),
    ...(policy !== undefined && { policy }),
    ...(base !== undefined && { base }),
    ...(!options.worktree && { workspace_mode: 'directory' as const }),
    ...(parallel !== undefined && { max_parallel: parallel }),
    ...(options.gate && { gates: options.gate }),
    ...(options.autoContinue && { auto_continue: true }),
    ...(options.requireChanges && { require_changes: true }),
    ...(options.unattended && { unattended: true }),
    ...(options.try && { try: true }),
    ...(options.draft && { draft: true }),
    ...(options.maxCost !== undefined && { max_cost_usd: options.maxCost }),
    ...(options.maxTokens !== undefined && { max_tokens: options.maxTokens }),
    ...(options.maxTime !== undefined && { max_time_s: options.maxTime }),
  };
}
