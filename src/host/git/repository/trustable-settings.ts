import { ok, type Result } from '../../../base/result.ts';
import type { Trust } from '../command/hardening.ts';
import type { GitProblem } from '../command/problem.ts';
import { readSettings } from './read-settings.ts';
import type { Repository } from './repository.ts';

/** What the user could trust: the programs that his configuration names now, for `openRepository` to be given later. */
export async function readTrustableSettings(
  repository: Repository,
  signal?: AbortSignal,
): Promise<Result<Trust, GitProblem>> {
  const settings = await readSettings(repository, signal);
  if (!settings.ok) return settings;
  const found = settings.value.filter(({ key }) => trustable.test(key));
  return ok(Object.fromEntries(found.map(({ key, value }) => [key, value])));
}

const trustable =
  /^(filter\..*\.(clean|smudge|process|required)|merge\..*\.driver|credential\.helper|core\.sshcommand)$/s;
