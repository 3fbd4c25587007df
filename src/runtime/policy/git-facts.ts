/** Asks git about the directories in which a call would run it, before the call is judged. */
import { dirname, join } from 'node:path';
import type { GitBelonging } from '../../core/policy/call.ts';
import { belongingOf, type Belonging } from '../../host/git/repository/belonging.ts';
import type { Git } from '../../host/git/command/git.ts';

/**
 * Says of each directory whether git, run there, uses the repository of the session, another one or none.
 *
 * @param repo the session's repository, as the person who started it named it: agents cannot choose it
 */
export async function gitFacts(
  git: Git,
  repo: string,
  directories: readonly string[],
): Promise<ReadonlyMap<string, GitBelonging>> {
  const facts = new Map<string, GitBelonging>();
  if (directories.length === 0) return facts;
  const own = await belongingOf(git, repo);
  for (const directory of new Set(directories)) {
    const found = await belongingOf(git, directory);
    facts.set(directory, found.kind === 'none' ? 'none' : isOwn(found, own) ? 'own' : 'other');
  }
  return facts;
}

/**
 * A checkout has a git directory of its own only at a place where git makes it. Anywhere else, a directory that names the
 * session's repository in `commondir` still has its own `config.worktree`, which names programs.
 */
function isOwn(found: Belonging, own: Belonging): boolean {
  if (found.kind !== 'repository' || own.kind !== 'repository') return false;
  if (found.commonDir !== own.commonDir) return false;
  return (
    found.gitDir === own.commonDir ||
    found.gitDir === own.gitDir ||
    dirname(found.gitDir) === join(own.commonDir, 'worktrees')
  );
}
