import type { Event } from '../contract/event.ts';
import type { RunChange } from '../contract/live.ts';
import type { SessionView } from '../contract/session.ts';

/** What one commit changed, published once it is durable. */
export interface Published {
  events: Event[];
  sessions: Record<string, SessionNews>;
  runs?: Record<string, RunNews>;
}

export interface SessionNews {
  /** The fields of its view that are different now. */
  changes: Partial<SessionView>;
  view: SessionView;
}

export interface RunNews {
  /** What it is now, and the units that are different. */
  change: RunChange;
  /** With all its units, for a reader that does not have the run. */
  whole: () => RunChange;
}

/** Tells subscribers of commits, in the order of their numbers. A subscriber that throws is a bug, and dropped. */
export interface Hub {
  publish(published: Published): void;
  subscribe(listener: (published: Published) => void): Disposable;
  /** The number of the last event told. */
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
