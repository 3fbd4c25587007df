/** An error that reaches a person: what is wrong, and what to do next. */
export interface Problem {
  readonly code: ProblemCode;
  /** One line. */
  readonly message: string;
  /** One line: the next step. */
  readonly next: string;
}

/** Every way in which something can be refused or fail. */
export type ProblemCode =
  | 'invalid'
  | 'not_found'
  | 'ambiguous'
  /** Not in a phase where this makes sense. */
  | 'wrong_phase'
  /** The same command id came with other content. */
  | 'reused_command_id'
  /** Somebody else answered first. */
  | 'answered'
  | 'unauthorized'
  | 'forbidden'
  | 'wrong_host'
  | 'unsupported_media'
  | 'too_large'
  | 'needs_person'
  | 'at_limit'
  /** Somebody else holds a lock or the only place; the same may succeed later. */
  | 'busy'
  | 'timed_out'
  | 'no_daemon'
  /** Something on this machine is missing, broken, or not as it has to be. */
  | 'environment'
  | 'not_a_repository'
  | 'configuration'
  /** A program that is driven cannot do this. */
  | 'unsupported'
  /** Continuing would lose or overwrite something. */
  | 'unsafe'
  | 'conflict'
  | 'internal';

export function problem(code: ProblemCode, message: string, next: string): Problem {
  return { code, message, next };
}
