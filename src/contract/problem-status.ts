import type { ProblemCode } from '../base/problem.ts';

interface Status {
  /** Exit status of a command with this problem. */
  exit: number;
  /** HTTP status of an answer with this problem. */
  http: number;
}

/** How each problem is reported by a command and by the API; exit statuses are documented in the README. */
export const problemStatus = {
  invalid: { exit: 2, http: 400 },
  not_found: { exit: 2, http: 404 },
  ambiguous: { exit: 2, http: 409 },
  wrong_phase: { exit: 2, http: 409 },
  reused_command_id: { exit: 2, http: 409 },
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
  not_a_repository: { exit: 78, http: 422 },
  configuration: { exit: 78, http: 422 },
  unsupported: { exit: 2, http: 422 },
  unsafe: { exit: 2, http: 409 },
  conflict: { exit: 1, http: 409 },
  internal: { exit: 70, http: 500 },
} as const satisfies Record<ProblemCode, Status>;
