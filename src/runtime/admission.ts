/** Gives out the host's slots: one at a time, each committed before the next is decided. */
import { admit, type Candidate, type Live } from '../core/admission/admit.ts';
import { holdsSlot, wantsSlot, type Session } from '../core/session/state.ts';
import type { Deps } from './deps.ts';
import type { SessionCell } from './session-cell.ts';

export interface Admission {
  /** Something changed that may let a session begin. */
  reconsider(): void;
}

export function createAdmission(deps: Deps, cells: () => Iterable<SessionCell>): Admission {
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
      const next = await decideOne();
      if (!next) continue;
      await next.report({ type: 'admitted' });
      asked = true;
    }
  }

  async function decideOne(): Promise<SessionCell | undefined> {
    const all = [...cells()];
    const candidates = all.flatMap(({ session }) => candidateOf(session));
    if (candidates.length === 0) return undefined;
    const live = all
      .filter(({ session }) => holdsSlot(session))
      .map(({ session }): Live => ({ repo: session.spec.repo }));
    const { limits } = await deps.configuration.inForce('/');
    const id = admit(candidates, live, limits);
    return all.find((cell) => cell.id === id);
  }
}

function candidateOf(session: Session): Candidate[] {
  const wants = wantsSlot(session);
  if (wants === 'no') return [];
  const { phase, spec, last_activity_at } = session;
  return [
    {
      id: session.id,
      repo: spec.repo,
      answered: wants === 'answered',
      max_parallel: spec.max_parallel,
      since: Date.parse(phase.name === 'queued' ? phase.since : last_activity_at),
    },
  ];
}
