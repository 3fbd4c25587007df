/** An error for people: what is wrong, and what to do next. */
export interface Problem {
  readonly code: ProblemCode;
  /** One line. */
  readonly message: string;
  /** One line: the next step. */
  readonly next: string;
}

/** Codes of all refusals and failures. */
export type ProblemCode =
  | 'invalid'
  | 'not_found'
  | 'ambiguous'
  /** Not valid in this phase. */
  | 'wrong_phase'
  /** The command id was used for a different command. */
  | 'reused_command_id'
  /** Another person or reviewer answered first. */
  | 'answered'
  | 'unauthorized'
  | 'forbidden'
  | 'wrong_host'
  | 'unsupported_media'
  | 'too_large'
  | 'needs_person'
  | 'at_limit'
  /** Another process holds a lock or the only slot; a retry may succeed. */
  | 'busy'
  | 'timed_out'
  | 'no_daemon'
  /** Something on this machine is missing, broken or misconfigured. */
  | 'environment'
  | 'not_a_repository'
  | 'configuration'
  /** An external program does not support this. */
  | 'unsupported'
  /** Continuing would lose or overwrite data. */
  | 'unsafe'
  | 'conflict'
  | 'internal';

export function problem(code: ProblemCode, message: string, next: string): Problem {
  return { code, message, next };
}
