import { realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import type { Git } from '../command/git.ts';
import { gitLine } from '../command/git-output.ts';

/** Which repository git itself takes a directory to belong to. */
export type Belonging =
  | { kind: 'repository'; /** Real path. */ gitDir: string; /** Real path. */ commonDir: string }
  | { kind: 'none' }
  /** Git refuses to say, for example because the directory is a bare repository. */
  | { kind: 'unclear' };

/**
 * Asks git which repository a directory belongs to. A directory that does not exist belongs where its nearest existing
 * parent does. Git is asked because no reading of the files agrees with it in all cases: `commondir`, `gitdir:` files,
 * bare repositories and worktrees all change the answer.
 */
export async function belongingOf(git: Git, directory: string): Promise<Belonging> {
  const existing = await nearestDirectory(directory);
  if (existing === undefined) return { kind: 'unclear' };
  const ask = (what: string) =>
    gitLine({ git, directory: existing, trust: {} }, ['rev-parse', '--path-format=absolute', what], {
      timeoutMs: 10_000,
    });
  const gitDir = await ask('--git-dir');
  if (!gitDir.ok) return { kind: /not a git repository/.test(gitDir.error.message) ? 'none' : 'unclear' };
  const commonDir = await ask('--git-common-dir');
  if (!commonDir.ok) return { kind: 'unclear' };
  const real = (path: string) => realpath(path).catch(() => undefined);
  const [realGitDir, realCommonDir] = [await real(gitDir.value), await real(commonDir.value)];
  return realGitDir === undefined || realCommonDir === undefined
    ? { kind: 'unclear' }
    : { kind: 'repository', gitDir: realGitDir, commonDir: realCommonDir };
}

async function nearestDirectory(directory: string): Promise<string | undefined> {
  if (!isAbsolute(directory)) return undefined;
  let at = directory;
  for (;;) {
    const found = await stat(at).catch(() => undefined);
    if (found?.isDirectory()) return at;
    if (at === dirname(at)) return undefined;
    at = dirname(at);
  }
}
