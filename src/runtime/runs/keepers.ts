/** The runs that the daemon looks after. One that has ended is loaded again when a command names it. */
import type { Event } from '../../contract/event.ts';
import { evolveRun } from '../../core/plan/evolve.ts';
import { initialRun } from '../../core/plan/initial.ts';
import type { Run, PendingRunEvent } from '../../core/plan/state.ts';
import type { PendingCommand } from '../../store/commit.ts';
import type { Deps } from '../deps.ts';
import type { Hub } from '../hub.ts';
import type { LiveSessions } from '../session/live-sessions.ts';
import { keepRun, type RunKeeper } from './run-keeper.ts';

export interface RunKeepers extends AsyncDisposable {
  all(): RunKeeper[];
  get(id: string): RunKeeper | undefined;
  /** Loads the run where nobody looks after it. */
  find(id: string): Promise<RunKeeper | undefined>;
  /** Begins to look after a new run. */
  add(run: Run): RunKeeper;
  /** Resumes runs that an earlier daemon left, with the commands that they still have to end. */
  recover(pending: readonly PendingCommand[]): Promise<void>;
}

export function createRunKeepers(deps: Deps, hub: Hub, liveSessions: LiveSessions): RunKeepers {
  const keepers = new Map<string, RunKeeper>();
  const add = (run: Run, pending: readonly PendingCommand[] = []) => {
    const keeper = keepRun(deps, hub, liveSessions, run, pending);
    keepers.set(run.id, keeper);
    return keeper;
  };

  return {
    all: () => [...keepers.values()],
    get: (id) => keepers.get(id),
    async find(id) {
      const known = keepers.get(id);
      if (known) return known;
      const run = await loadRun(deps, id);
      const loadedMeanwhile = keepers.get(id);
      if (!run || loadedMeanwhile) return loadedMeanwhile;
      const keeper = add(run);
      await keeper.resume([]);
      return keeper;
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
        const keeper = add(
          run,
          pending.filter(({ owner }) => owner === id),
        );
        await keeper.resume(effects.filter(({ owner }) => owner === id));
      }
      if (ids.length > 0) deps.log.info('took up runs', { runs: ids.length });
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...keepers.values()].map((keeper) => keeper[Symbol.asyncDispose]()));
    },
  };
}

async function loadRun({ store }: Deps, id: string): Promise<Run | undefined> {
  const [first, ...rest] = await store.read('runEvents', id);
  if (first?.kind !== 'run.created') return undefined;
  const start = initialRun(id, first.data, first.at);
  return rest.reduce((run, event) => evolveRun(run, asDraft(event), event.at), start);
}

function asDraft({ kind, data }: Event): PendingRunEvent {
  return { kind, data } as PendingRunEvent;
}
