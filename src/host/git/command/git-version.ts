import { err, ok, type Result } from '../../../base/result.ts';
import type { Git } from './git.ts';
import { gitLine } from './git-output.ts';
import { problem, type Problem } from '../../../base/problem.ts';

/** The first version with `merge-tree --write-tree` and `safe.bareRepository`. */
const oldest = [2, 38] as const;

/** @returns the version of the git program, `2.39.5` for example, if it is new enough */
export async function gitVersion(git: Git, signal?: AbortSignal): Promise<Result<string, Problem>> {
  const line = await gitLine({ git, directory: '/', trust: {} }, ['version'], { signal, timeoutMs: 10_000 });
  if (!line.ok) return line;
  const match = /(\d+)\.(\d+)[\w.]*/.exec(line.value);
  const [version = line.value, major = 0, minor = 0] = match ?? [];
  const [needMajor, needMinor] = oldest;
  if (Number(major) > needMajor || (Number(major) === needMajor && Number(minor) >= needMinor))
    return ok(version);
  return err(
    problem(
      'environment',
      `git is ${version}, ${oldest.join('.')} is needed`,
      `install git ${oldest.join('.')} or later`,
    ),
  );
}
