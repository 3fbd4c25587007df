/** Why something with git could not be done: what is wrong, and what to do next, in one line each. */
export interface GitProblem {
  readonly kind: GitProblemKind;
  readonly message: string;
  readonly next: string;
}

export type GitProblemKind =
  /** There is no git program, or it does not start. */
  | 'git_missing'
  | 'git_too_old'
  | 'no_directory'
  | 'not_a_repository'
  /** The repository belongs to another user, and git refuses to work in it. */
  | 'not_owned'
  | 'bare'
  | 'no_commits'
  | 'bad_revision'
  /** An id, a branch name or a path that is not of the form we make. */
  | 'bad_name'
  /** Something of somebody else stands where ours should go. */
  | 'exists'
  | 'not_found'
  /** Somebody else holds a lock; trying again later may succeed. */
  | 'busy'
  /** Going on would lose or overwrite something. */
  | 'unsafe'
  /** Something in the repository is broken in a way that is not ours to repair. */
  | 'damaged'
  | 'too_large'
  | 'timed_out'
  | 'failed';

export function problem(kind: GitProblemKind, message: string, next: string): GitProblem {
  return { kind, message, next };
}
