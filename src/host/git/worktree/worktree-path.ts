import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import type { Repository } from '../repository/repository.ts';

/**
 * Where the worktrees of a repository are: `<root>/<name>-<8 hex digits>`. The name is for readers, made of the
 * repository's directory with only lower-case letters, digits and `-`; the digits tell two of the same name apart.
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

/** Where the worktree of one id is. Ids are unique, so nothing else ever has this path. */
export function worktreePath(root: string, repository: Repository, id: string): string {
  return join(repositoryFolder(root, repository), id);
}
