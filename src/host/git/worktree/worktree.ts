import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import { err, ok, type Result } from '../../../base/result.ts';
import { isId } from '../repository/names.ts';
import { problem, type Problem } from '../../../base/problem.ts';
import { isMissing } from '../files/read-regular-file.ts';
import type { Repository } from '../repository/repository.ts';
import type { GitPlace } from '../command/run-git.ts';

/** A worktree of fairlead: git's entry and the directory both have the id as their name. */
export interface Worktree {
  readonly id: string;
  /** Absolute path; its last part is the id. */
  readonly path: string;
  /** The branch made for it; carries the id. */
  readonly branch: string;
}

/** git's entry for a worktree (gitrepository-layout: worktrees/<id>). */
export function entryDirectory(repository: Repository, name: string): string {
  return join(repository.commonDir, 'worktrees', name);
}

/** The place of git commands on a worktree. The `.git` file in it is never followed. */
export function worktreePlace(
  repository: Repository,
  worktree: Pick<Worktree, 'id' | 'path'>,
): Required<GitPlace> {
  return {
    git: repository.git,
    trust: repository.trust,
    directory: worktree.path,
    gitDir: entryDirectory(repository, worktree.id),
    commonDir: repository.commonDir,
  };
}

/**
 * Checks a recorded worktree against the form that fairlead creates, so that a deletion cannot reach anything else.
 *
 * @param root the parent directory of all worktrees
 * @returns the worktree's path with all links above its last part resolved
 */
export async function checkWorktree(
  root: string,
  { id, path }: Pick<Worktree, 'id' | 'path'>,
): Promise<Result<string, Problem>> {
  if (!isId(id))
    return err(problem('internal', `${JSON.stringify(id)} is not the id of a worktree`, 'report this'));
  if (basename(path) !== id || !isBelow(root, path))
    return err(problem('internal', `${path} is not the path of worktree ${id} below ${root}`, 'report this'));
  const parent = await realpath(dirname(path)).catch(nullIfMissing);
  if (parent === null) return ok(path);
  if (isBelow(await realpath(root), join(parent, id))) return ok(join(parent, id));
  return err(problem('unsafe', `${path} leads out of ${root}`, 'look for a symbolic link in it'));
}

/** Whether `path` is at least two levels below `root`: `<root>/<repository>/<id>`. */
function isBelow(root: string, path: string): boolean {
  const inside = relative(root, path);
  return isAbsolute(path) && dirname(inside) !== '.' && !inside.startsWith('..') && !isAbsolute(inside);
}

function nullIfMissing(error: unknown): null {
  if (isMissing(error)) return null;
  throw error;
}
