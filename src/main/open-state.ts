import { FairleadError } from '../client/failure.ts';
import { checkState, prepareState } from '../host/system/state-directory.ts';
import type { StatePaths } from './paths.ts';

/** @throws a FairleadError where the state directory is not the user's own */
export function requireOwnState({ state }: StatePaths): void {
  const unusable = checkState(state);
  if (unusable) throw new FairleadError(unusable);
}

/**
 * Makes the directories of the state, and checks whose they are.
 *
 * @throws a FairleadError where they cannot be used
 */
export function openState({ state, sessions, worktrees, trees }: StatePaths): void {
  const directories = [sessions, worktrees, trees];
  const unusable = prepareState({ root: state, directories, checked: [sessions] });
  if (unusable) throw new FairleadError(unusable);
}
