/**
 * Grants the host's slots one at a time; each grant is committed before the next decision. Records why a session waits.
 */
import { admit, waitingFor, type Candidate, type Live } from '../../core/admission/admit.ts';
import { holdsSlot, wantsSlot } from '../../core/session/slot.ts';
import type { Session } from '../../core/session/state.ts';
import type { Deps } from '../deps.ts';
import { readHostState, type Outage, type HostState } from './host-state.ts';
import type { WorldFact } from '../../core/session/world-fact.ts';

/** A session that may want a slot. */
export interface Admissible {
  readonly id: string;
  readonly session: Session;
  report(fact: WorldFact): Promise<void>;
}

export interface Admission {
  /** Requests a new decision after a change that may allow a session to start. */
  reconsider(): void;
}

/** @param outages reported by runs */
export function createAdmission(
  deps: Deps,
  cells: () => Iterable<Admissible>,
  outages: () => readonly Outage[],
): Admission {
  let asked = false;
  let running: Promise<void> | undefined;

  return {
    reconsider() {
      asked = true;
      running ??= decideAll()
        .catch((error: unknown) => deps.log.error('cannot admit sessions', { error }))
        .finally(() => {
          running = undefined;
        });
    },
  };

  async function decideAll(): Promise<void> {
    while (asked) {
      asked = false;
      if (await decideOne()) asked = true;
    }
  }

  /** @returns whether a session was admitted */
  async function decideOne(): Promise<boolean> {
    const wanting = [...cells()].filter(({ session }) => wantsSlot(session) !== 'no');
    if (wanting.length === 0) return false;
    const host = await readHostState(
      deps,
      [...cells()],
      wanting.map(({ session }) => session.spec.repo),
      outages(),
    );
    // Host state may have changed during the reads above. From here on there is no await, so it stays consistent.
    const candidates = wanting.map(({ session }) => candidateOf(session, host));
    const live = [...cells()]
      .filter(({ session }) => holdsSlot(session))
      .map(({ session: { spec } }): Live => ({ repo: spec.repo, agent: spec.agent }));
    const id = admit(candidates, live);
    const next = wanting.find((cell) => cell.id === id);
    if (next) {
      await next.report({ type: 'admitted' });
      return true;
    }
    await Promise.all(
      candidates.map(async (candidate, index) => {
        const waiting = waitingFor(candidate, live);
        if (waiting) await wanting[index]?.report({ type: 'held', waiting });
      }),
    );
    return false;
  }
}

function candidateOf(session: Session, host: HostState): Candidate {
  const { phase, spec, last_activity_at } = session;
  const { per_repository, per_agent } = host.limits(spec);
  return {
    id: session.id,
    repo: spec.repo,
    agent: spec.agent,
    answered: wantsSlot(session) === 'answered',
    max_parallel: spec.max_parallel,
    per_repository,
    per_agent,
    held: host.blocker(spec),
    since: Date.parse(phase.name === 'queued' ? phase.since : last_activity_at),
  };
}
