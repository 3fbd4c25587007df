/** An error that reaches a person: what is wrong, and what to do next. */
export interface Problem {
  code: ProblemCode;
  /** One line. */
  message: string;
  /** One line: the next step. */
  next: string;
}

interface Meaning {
  /** Exit status of a command that ends so. */
  exit: number;
  /** HTTP status of an answer that says so. */
  http: number;
}

/** Every way in which something can be refused or fail; exit statuses are documented in the README. */
export const problems = {
  invalid: { exit: 2, http: 400 },
  not_found: { exit: 2, http: 404 },
  ambiguous: { exit: 2, http: 409 },
  /** The session is not in a phase where this makes sense. */
  wrong_phase: { exit: 2, http: 409 },
  /** The same command id came with other content. */
  reused_command_id: { exit: 2, http: 409 },
  /** Somebody else answered first. */
  answered: { exit: 2, http: 409 },
  unauthorized: { exit: 78, http: 401 },
  forbidden: { exit: 5, http: 403 },
  wrong_host: { exit: 78, http: 421 },
  unsupported_media: { exit: 2, http: 415 },
  too_large: { exit: 2, http: 413 },
  needs_person: { exit: 3, http: 409 },
  at_limit: { exit: 75, http: 429 },
  busy: { exit: 75, http: 503 },
  timed_out: { exit: 75, http: 504 },
  no_daemon: { exit: 69, http: 503 },
  environment: { exit: 78, http: 422 },
  configuration: { exit: 78, http: 422 },
  /** The agent cannot do this. */
  unsupported: { exit: 2, http: 422 },
  /** Removing or merging would lose or overwrite something. */
  unsafe: { exit: 2, http: 409 },
  conflict: { exit: 1, http: 409 },
  internal: { exit: 70, http: 500 },
} as const satisfies Record<string, Meaning>;

export type ProblemCode = keyof typeof problems;

export function problem(code: ProblemCode, message: string, next: string): Problem {
  return { code, message, next };
}
