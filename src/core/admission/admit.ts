/** Decides which session gets the next slot, over all sessions of the host. */
import type { Waiting } from '../../contract/session.ts';
import { slotsWaiting } from './waiting.ts';

export interface Candidate {
  id: string;
  repo: string;
  agent: string;
  /** Takes precedence: its agent is running and its answer has arrived. */
  answered: boolean;
  /** Starts only while fewer sessions than this hold a slot: on the host, of its repository, of its agent. */
  max_parallel: number;
  per_repository: number;
  per_agent: number;
  /** A blocker other than slots: a usage limit, a floor, a budget. */
  held: Waiting | null;
  /** Start of the wait, milliseconds since 1970 UTC. */
  since: number;
}

export interface Live {
  repo: string;
  agent: string;
}

/**
 * @returns the session to admit next; undefined if none may be. First those whose answer has arrived, then the
 *   repository with the fewest live sessions, then the longest wait, then the given order. So fifty sessions of one
 *   repository do not block another repository.
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

/** @returns why a session gets no slot now; null if it may have one */
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
