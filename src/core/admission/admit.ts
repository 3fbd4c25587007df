/** Who gets the next slot: a decision about all sessions of the host at once. */

export interface Candidate {
  id: string;
  repo: string;
  /** Goes before others: its agent is running and waits for an answer that is there. */
  answered: boolean;
  /** Begins only while fewer sessions than this hold a slot. */
  max_parallel: number;
  /** When it began to wait, milliseconds since 1970 UTC. */
  since: number;
}

export interface Live {
  repo: string;
}

export interface Limits {
  per_repository: number;
}

/**
 * @returns the session to admit next; undefined where none may be. First those whose answer waits, then the repository
 * with the fewest live sessions, then the longest wait, then the order given: fifty sessions of one repository do not hold up one of another.
 */
export function admit(
  candidates: readonly Candidate[],
  live: readonly Live[],
  limits: Limits,
): string | undefined {
  const inRepository = (repo: string) => live.filter((session) => session.repo === repo).length;
  return candidates
    .filter(
      (candidate) =>
        live.length < candidate.max_parallel && inRepository(candidate.repo) < limits.per_repository,
    )
    .toSorted(
      (a, b) =>
        Number(b.answered) - Number(a.answered) ||
        inRepository(a.repo) - inRepository(b.repo) ||
        a.since - b.since,
    )[0]?.id;
}
