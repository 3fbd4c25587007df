import { problem, type Problem, type ProblemCode } from '../../contract/error.ts';
import type { GitProblem, GitProblemKind } from '../../host/git/command/problem.ts';

const codes: Record<GitProblemKind, ProblemCode> = {
  git_missing: 'environment',
  git_too_old: 'environment',
  no_directory: 'environment',
  not_a_repository: 'environment',
  not_owned: 'environment',
  bare: 'environment',
  no_commits: 'environment',
  bad_revision: 'invalid',
  bad_name: 'internal',
  exists: 'unsafe',
  not_found: 'not_found',
  busy: 'busy',
  unsafe: 'unsafe',
  damaged: 'environment',
  too_large: 'too_large',
  timed_out: 'timed_out',
  failed: 'environment',
};

/** What git could not do, in the words that everybody outside understands. */
export function problemOf({ kind, message, next }: GitProblem): Problem {
  return problem(codes[kind], message, next);
}
