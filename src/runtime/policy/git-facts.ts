/** Asks git about the directories in which a call would run it, before the call is judged. */
import { dirname, join } from 'node:path';
import type { GitBelonging } from '../../core/policy/call.ts';
import { belongingOf, type Belonging } from '../../host/git/repository/belonging.ts';
import type { Git } from '../../host/git/command/git.ts';

/**
 * Returns for each directory whether git there uses the session's repository, another one or none.
 *
 * @param repo the session's repository, as named by the person who started the session: agents cannot change it
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
 * Accepts a checkout's own git directory only where git creates it. Elsewhere, a directory whose `commondir` names the
 * session's repository still has its own `config.worktree`, which can name programs.
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
