import { realpath, stat } from 'node:fs/promises';
import { err, ok, type Result } from '../../../base/result.ts';
import type { Git } from '../command/git.ts';
import { gitLine } from '../command/git-output.ts';
import type { Trust } from '../command/hardening.ts';
import { problem, type Problem } from '../../../base/problem.ts';
import type { GitPlace } from '../command/run-git.ts';

/** A repository as seen from one of its checkouts: the user's. */
export interface Repository extends GitPlace {
  /** Real path of the checkout's top directory. */
  readonly directory: string;
  /** Real path of the git directory of this checkout. */
  readonly gitDir: string;
  /** Real path of the git directory that all checkouts share; one lock, one set of worktrees. */
  readonly commonDir: string;
}

const questions = ['--show-toplevel', '--git-dir', '--git-common-dir'];

/** Finds the repository of `directory`. Refuses bare repositories, which have no checkout. */
export async function openRepository(
  git: Git,
  directory: string,
  options: { trust?: Trust; signal?: AbortSignal } = {},
): Promise<Result<Repository, Problem>> {
  const there = await stat(directory).catch(() => undefined);
  if (!there?.isDirectory())
    return err(problem('environment', `not a directory: ${directory}`, 'the path of a directory'));

  const trust = options.trust ?? {};
  const place: GitPlace = { git, directory, trust };
  const ask = (...what: string[]) =>
    gitLine(place, ['rev-parse', '--path-format=absolute', ...what], { signal: options.signal });

  const together = await ask(...questions);
  if (!together.ok) return err(notFound(directory, together.error));
  const paths = together.value.split('\n');
  // A path may contain a newline: then there are more lines than questions, and each is asked separately.
  if (paths.length > questions.length)
    for (const [index, question] of questions.entries()) {
      const alone = await ask(question);
      if (!alone.ok) return alone;
      paths[index] = alone.value;
    }
  const [top = '', gitDir = '', commonDir = ''] = paths;
  return ok({
    git,
    trust,
    directory: await realpath(top),
    gitDir: await realpath(gitDir),
    commonDir: await realpath(commonDir),
  });
}

function notFound(directory: string, why: Problem): Problem {
  if (/not a git repository/.test(why.message))
    return problem(
      'not_a_repository',
      `${directory} is not in a git repository`,
      'git init, or another directory',
    );
  // fairlead tells git to refuse inside a git directory.
  return /bare repository|must be run in a work tree/.test(why.message) ? noCheckout(directory) : why;
}

function noCheckout(directory: string): Problem {
  return problem(
    'environment',
    `${directory} is a bare repository, or in a git directory`,
    'give a checkout; one is made by git worktree add <path>',
  );
}
