/** Determines when a run's command that takes longer than its accepting commit has ended. */
import { err, ok, type Result } from '../../base/result.ts';
import type { Problem } from '../../base/problem.ts';
import type { NewEvent } from '../../contract/event.ts';
import type { RunCommand } from './decide.ts';

/** Run commands that are answered with a later commit than the accepting one. */
export type AwaitedRunCommand = Extract<RunCommand['type'], 'stop' | 'merge' | 'rollback' | 'abandon'>;

export function isAwaited(type: RunCommand['type']): type is AwaitedRunCommand {
  return type === 'stop' || type === 'merge' || type === 'rollback' || type === 'abandon';
}

/**
 * @param events the events of one commit
 * @returns undefined while the work is in progress
 */
export function runOutcomeOf(
  type: AwaitedRunCommand,
  events: readonly NewEvent[],
): Result<null, Problem> | undefined {
  for (const event of events) {
    if (type === 'stop' && event.kind === 'run.ended') return ok(null);
    if (type === 'stop') continue;
    // A run has at most one such task at a time, so any that ends belongs to the command.
    if (event.kind === 'run.upkeep_failed') return err(event.data.problem);
    if (event.kind === 'run.merged' || event.kind === 'run.rolled_back' || event.kind === 'run.abandoned')
      return ok(null);
  }
  return undefined;
}
