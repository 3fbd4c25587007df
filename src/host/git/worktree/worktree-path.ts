import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import type { Repository } from '../repository/repository.ts';

/**
 * Returns the directory of a repository's worktrees: `<root>/<name>-<8 hex digits>`. The name is for readers: the
 * repository's directory with only lower-case letters, digits and `-`. The digits distinguish two of the same name.
 */
export function repositoryFolder(root: string, repository: Repository): string {
  const directory =
    basename(repository.commonDir) === '.git' ? dirname(repository.commonDir) : repository.commonDir;
  const name = basename(directory)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
  const digits = createHash('sha256').update(repository.commonDir).digest('hex').slice(0, 8);
  return join(root, `${name || 'repository'}-${digits}`);
}

/** Returns the path of the worktree of one id. Ids are unique, so no other worktree ever has this path. */
export function worktreePath(root: string, repository: Repository, id: string): string {
  return join(repositoryFolder(root, repository), id);
}
