import { realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import type { Git } from '../command/git.ts';
import { gitLine } from '../command/git-output.ts';

/** The repository that git itself assigns a directory to. */
export type Belonging =
  | { kind: 'repository'; /** Real path. */ gitDir: string; /** Real path. */ commonDir: string }
  | { kind: 'none' }
  /** git does not decide, for example because the directory is a bare repository. */
  | { kind: 'unclear' };

/**
 * Asks git which repository a directory belongs to. A directory that does not exist belongs to the repository of its
 * nearest existing parent. Reading the files instead would not always agree with git: `commondir`, `gitdir:` files,
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
