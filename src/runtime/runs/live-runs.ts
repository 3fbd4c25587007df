/** The runs that the daemon supervises. A run that has ended is loaded again when a command names it. */
import type { Event } from '../../contract/event.ts';
import { evolveRun } from '../../core/plan/evolve.ts';
import { initialRun } from '../../core/plan/initial.ts';
import type { Run, PendingRunEvent } from '../../core/plan/state.ts';
import type { PendingCommand } from '../../store/commit.ts';
import type { Deps } from '../deps.ts';
import type { Hub } from '../hub.ts';
import type { LiveSessions } from '../session/live-sessions.ts';
import { createLiveRun, type LiveRun } from './live-run.ts';

export interface LiveRuns extends AsyncDisposable {
  all(): LiveRun[];
  get(id: string): LiveRun | undefined;
  /** Returns the supervised run, or loads it. */
  find(id: string): Promise<LiveRun | undefined>;
  /** Starts supervising a new run. */
  add(run: Run): LiveRun;
  /** Resumes runs of an earlier daemon, with the commands that they still have to end. */
  recover(pending: readonly PendingCommand[]): Promise<void>;
}

export function createLiveRuns(deps: Deps, hub: Hub, liveSessions: LiveSessions): LiveRuns {
  const liveRuns = new Map<string, LiveRun>();
  const add = (run: Run, pending: readonly PendingCommand[] = []) => {
    const liveRun = createLiveRun(deps, hub, liveSessions, run, pending);
    liveRuns.set(run.id, liveRun);
    return liveRun;
  };

  return {
    all: () => [...liveRuns.values()],
    get: (id) => liveRuns.get(id),
    async find(id) {
      const known = liveRuns.get(id);
      if (known) return known;
      const run = await loadRun(deps, id);
      const loadedMeanwhile = liveRuns.get(id);
      if (!run || loadedMeanwhile) return loadedMeanwhile;
      const liveRun = add(run);
      await liveRun.resume([]);
      return liveRun;
    },
    add: (run) => add(run),
    async recover(pending) {
      const [ids, effects] = await Promise.all([
        deps.store.read('openRuns'),
        deps.store.read('effects', 'runs'),
      ]);
      for (const id of ids) {
        const run = await loadRun(deps, id);
        if (!run) continue;
        const liveRun = add(
          run,
          pending.filter(({ owner }) => owner === id),
        );
        await liveRun.resume(effects.filter(({ owner }) => owner === id));
      }
      if (ids.length > 0) deps.log.info('took up runs', { runs: ids.length });
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...liveRuns.values()].map((liveRun) => liveRun[Symbol.asyncDispose]()));
    },
  };
}

async function loadRun({ store }: Deps, id: string): Promise<Run | undefined> {
  const [first, ...rest] = await store.read('runEvents', id);
  if (first?.kind !== 'run.created') return undefined;
  const start = initialRun(id, first.data, first.at);
  return rest.reduce((run, event) => evolveRun(run, asPendingEvent(event), event.at), start);
}

function asPendingEvent({ kind, data }: Event): PendingRunEvent {
  return { kind, data } as PendingRunEvent;
}
