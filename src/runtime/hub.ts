import type { Event } from '../contract/event.ts';
import type { RunChange } from '../contract/live.ts';
import type { SessionView } from '../contract/session.ts';

/** The changes of one commit, published when the commit is durable. */
export interface Published {
  events: Event[];
  sessions: Record<string, SessionNews>;
  runs?: Record<string, RunNews>;
}

export interface SessionNews {
  /** The changed fields of the session's view. */
  changes: Partial<SessionView>;
  view: SessionView;
}

export interface RunNews {
  /** The run's own fields, and the changed units. */
  change: RunChange;
  /** Includes all units, for a subscriber that does not have the run yet. */
  whole: () => RunChange;
}

/**
 * Publishes commits to subscribers in the order of their numbers. A subscriber that throws has a bug and is removed.
 */
export interface Hub {
  publish(published: Published): void;
  subscribe(listener: (published: Published) => void): Disposable;
  /** The number of the last published event. */
  readonly seq: number;
}

export function createHub(seq: number, onBug: (error: unknown) => void): Hub {
  const listeners = new Set<(published: Published) => void>();
  let last = seq;

  return {
    publish(published) {
      last = published.events.at(-1)?.seq ?? last;
      for (const listener of listeners) {
        try {
          listener(published);
        } catch (error) {
          listeners.delete(listener);
          onBug(error);
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    get seq() {
      return last;
    },
  };
}
