/** When the work of a run's command ends that takes longer than the commit that accepts it. */
import { err, ok, type Result } from '../../base/result.ts';
import type { Problem } from '../../base/problem.ts';
import type { NewEvent } from '../../contract/event.ts';
import type { RunCommand } from './decide.ts';

/** Run commands whose answer comes with a later commit than the one that accepts them. */
export type AwaitedRunCommand = Extract<RunCommand['type'], 'stop' | 'merge' | 'rollback' | 'abandon'>;

export function isAwaited(type: RunCommand['type']): type is AwaitedRunCommand {
  return type === 'stop' || type === 'merge' || type === 'rollback' || type === 'abandon';
}

/**
 * @param events the events of one commit
 * @returns undefined while the work is under way
 */
export function runOutcomeOf(
  type: AwaitedRunCommand,
  events: readonly NewEvent[],
): Result<null, Problem> | undefined {
  for (const event of events) {
    if (type === 'stop' && event.kind === 'run.ended') return ok(null);
    if (type === 'stop') continue;
    // A run has at most one such task at a time, so whatever ends is the one that the command began.
    if (event.kind === 'run.upkeep_failed') return err(event.data.problem);
    if (event.kind === 'run.merged' || event.kind === 'run.rolled_back' || event.kind === 'run.abandoned')
      return ok(null);
  }
  return undefined;
}
