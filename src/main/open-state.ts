import { FairleadError } from '../client/failure.ts';
import { checkState, prepareState } from '../host/system/state-directory.ts';
import type { StatePaths } from './paths.ts';

/** @throws a FairleadError if the state directory belongs to another user */
export function requireOwnState({ state }: StatePaths): void {
  const unusable = checkState(state);
  if (unusable) throw new FairleadError(unusable);
}

/**
 * Creates the state directories and checks their owner.
 *
 * @throws a FairleadError if they cannot be used
 */
export function openState({ state, sessions, worktrees, trees }: StatePaths): void {
  const directories = [sessions, worktrees, trees];
  const unusable = prepareState({ root: state, directories, checked: [sessions] });
  if (unusable) throw new FairleadError(unusable);
}
