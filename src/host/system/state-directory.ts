/** The state directory belongs to the user alone: its files decide who may command the daemon. */
import { chmodSync, lstatSync, mkdirSync, readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { problem, type Problem } from '../../base/problem.ts';

export interface StateTree {
  root: string;
  /** Directories to make in it. */
  directories: readonly string[];
  /** Those of them whose entries are checked, too, and whose entries' files must not be links. */
  checked: readonly string[];
}

/**
 * Finds out whether another user owns a state directory, or whether it is a link: that user could read prompts and
 * answer in the daemon's place.
 *
 * @returns why it cannot be used; null where it can, also where it does not exist
 */
export function checkState(directory: string): Problem | null {
  const found = lstatSync(directory, { throwIfNoEntry: false });
  if (!found) return null;
  if (found.isSymbolicLink())
    return refusal(`state directory is a link: ${directory}`, 'try: set FAIRLEAD_HOME to where it leads');
  if (!found.isDirectory())
    return refusal(
      `state directory is not a directory: ${directory}`,
      'try: move it away, or set FAIRLEAD_HOME',
    );
  return checkOwner(directory, found.uid);
}

/**
 * Makes the directories of the state, private to this user, and checks them for links and for files of other users.
 *
 * @returns why they cannot be used; null where they can
 */
export function prepareState({ root, directories, checked }: StateTree): Problem | null {
  const unusable = checkState(root) ?? make(root) ?? checkState(root);
  if (unusable) return unusable;
  chmodSync(root, 0o700);
  return (
    first(entriesOf(root), (entry) => checkEntry(root, entry)) ??
    first(directories, make) ??
    first(checked, checkTree)
  );
}

function checkTree(directory: string): Problem | null {
  return first(entriesOf(directory), (entry) => {
    const inside = join(directory, entry.name);
    return (
      checkEntry(directory, entry) ??
      (entry.isDirectory() ? first(entriesOf(inside), (file) => checkLink(inside, file)) : null)
    );
  });
}

function first<T>(items: Iterable<T>, check: (item: T) => Problem | null): Problem | null {
  for (const item of items) {
    const found = check(item);
    if (found) return found;
  }
  return null;
}

/** Node reports a read-only file system as ENOENT where parents are missing as well: the path says more than the code. */
function make(directory: string): Problem | null {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return null;
  } catch (error) {
    const { code = 'failed' } = error as NodeJS.ErrnoException;
    return refusal(
      `directory cannot be made (${code}): ${directory}`,
      'try: set FAIRLEAD_HOME to a directory that can be written to',
    );
  }
}

function entriesOf(directory: string): Dirent[] {
  return readdirSync(directory, { withFileTypes: true });
}

function checkEntry(directory: string, entry: Dirent): Problem | null {
  const path = join(directory, entry.name);
  const found = lstatSync(path, { throwIfNoEntry: false });
  return checkLink(directory, entry) ?? (found ? checkOwner(path, found.uid) : null);
}

function checkLink(directory: string, entry: Dirent): Problem | null {
  return entry.isSymbolicLink()
    ? refusal(`link in the state directory: ${join(directory, entry.name)}`, 'try: remove it')
    : null;
}

function checkOwner(path: string, owner: number): Problem | null {
  const user = process.getuid?.();
  if (user === undefined || owner === user) return null;
  return refusal(
    `belongs to another user (${owner}, you are ${user}): ${path}`,
    'try: run fairlead as that user, or set FAIRLEAD_HOME to a directory of your own',
  );
}

function refusal(message: string, next: string): Problem {
  return problem('environment', message, next);
}
