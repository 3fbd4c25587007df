/** Who gets the next slot: a decision about all sessions of the host at once. */
import type { Waiting } from '../../contract/session.ts';
import { slotsWaiting } from './waiting.ts';

export interface Candidate {
  id: string;
  repo: string;
  agent: string;
  /** Goes before others: its agent is running and waits for an answer that is there. */
  answered: boolean;
  /** Begins only while fewer sessions than this hold a slot: of the host, of its repository, of its agent. */
  max_parallel: number;
  per_repository: number;
  per_agent: number;
  /** What holds it back whatever the slots: a usage limit, a floor, a budget. */
  held: Waiting | null;
  /** When it began to wait, milliseconds since 1970 UTC. */
  since: number;
}

export interface Live {
  repo: string;
  agent: string;
}

/**
 * @returns the session to admit next; undefined where none may be. First those whose answer waits, then the repository
 * with the fewest live sessions, then the longest wait, then the order given: fifty sessions of one repository do not hold up one of another.
 */
export function admit(candidates: readonly Candidate[], live: readonly Live[]): string | undefined {
  return candidates
    .filter((candidate) => waitingFor(candidate, live) === null)
    .toSorted(
      (a, b) =>
        Number(b.answered) - Number(a.answered) ||
        inRepository(a, live) - inRepository(b, live) ||
        a.since - b.since,
    )[0]?.id;
}

/** @returns why a session gets no slot now; null where it may have one */
export function waitingFor(candidate: Candidate, live: readonly Live[]): Waiting | null {
  const { max_parallel, per_repository, per_agent, agent } = candidate;
  if (candidate.held) return candidate.held;
  if (live.length >= max_parallel) return slotsWaiting(live.length, max_parallel, '');
  const near = inRepository(candidate, live);
  if (near >= per_repository) return slotsWaiting(near, per_repository, ' in its repository');
  const same = live.filter((session) => session.agent === agent).length;
  return same >= per_agent ? slotsWaiting(same, per_agent, ` with ${agent}`) : null;
}

function inRepository({ repo }: Candidate, live: readonly Live[]): number {
  return live.filter((session) => session.repo === repo).length;
}
