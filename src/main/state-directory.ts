/** The state directory is the user's own and nobody else's: what stands in it decides who may command the daemon. */
import { chmodSync, lstatSync, mkdirSync, readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { FairleadError } from '../client/failure.ts';
import { problem } from '../base/problem.ts';
import type { StatePaths } from './paths.ts';

/**
 * Refuses a state directory that another user owns, or that is a link: whoever made it would read prompts and answer in
 * the daemon's place. One that does not exist is fine.
 *
 * @throws a FairleadError
 */
export function checkState(directory: string): void {
  const found = lstatSync(directory, { throwIfNoEntry: false });
  if (!found) return;
  if (found.isSymbolicLink())
    throw refusal(`state directory is a link: ${directory}`, 'try: set FAIRLEAD_HOME to where it leads');
  if (!found.isDirectory())
    throw refusal(
      `state directory is not a directory: ${directory}`,
      'try: move it away, or set FAIRLEAD_HOME',
    );
  checkOwner(directory, found.uid);
}

/**
 * Makes the directories of the state, private to this user, and looks for links and for files of others in them.
 *
 * @throws a FairleadError
 */
export function prepareState(paths: StatePaths): void {
  checkState(paths.state);
  make(paths.state);
  checkState(paths.state);
  chmodSync(paths.state, 0o700);
  for (const entry of entriesOf(paths.state)) checkEntry(paths.state, entry);
  for (const directory of [paths.sessions, paths.worktrees, paths.trees]) make(directory);
  for (const entry of entriesOf(paths.sessions)) {
    checkEntry(paths.sessions, entry);
    const directory = join(paths.sessions, entry.name);
    if (entry.isDirectory()) for (const file of entriesOf(directory)) refuseLink(directory, file);
  }
}

/** Node reports a read-only file system as ENOENT where parents are missing as well: the path says more than the code. */
function make(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    const { code = 'failed' } = error as NodeJS.ErrnoException;
    throw new FairleadError(
      problem(
        'environment',
        `directory cannot be made (${code}): ${directory}`,
        'try: set FAIRLEAD_HOME to a directory that can be written to',
      ),
      error,
    );
  }
}

function entriesOf(directory: string): Dirent[] {
  return readdirSync(directory, { withFileTypes: true });
}

function checkEntry(directory: string, entry: Dirent): void {
  refuseLink(directory, entry);
  const path = join(directory, entry.name);
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found) checkOwner(path, found.uid);
}

function refuseLink(directory: string, entry: Dirent): void {
  if (entry.isSymbolicLink())
    throw refusal(`link in the state directory: ${join(directory, entry.name)}`, 'try: remove it');
}

function checkOwner(path: string, owner: number): void {
  const user = process.getuid?.();
  if (user === undefined || owner === user) return;
  throw refusal(
    `belongs to another user (${owner}, you are ${user}): ${path}`,
    'try: run fairlead as that user, or set FAIRLEAD_HOME to a directory of your own',
  );
}

function refusal(message: string, next: string): FairleadError {
  return new FairleadError(problem('environment', message, next));
}
