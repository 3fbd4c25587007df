/** All sessions that the daemon supervises. A session at rest is unloaded, and loaded again on demand. */
import { createPermits } from '../../base/permits.ts';
import { restoreSession } from '../../core/session/restore.ts';
import type { Session } from '../../core/session/state.ts';
import type { SessionRow } from '../../store/read.ts';
import type { PendingCommand, StoredEffect } from '../../store/commit.ts';
import { createAdmission } from '../admission/admission.ts';
import { startOfJournal, type Cursor } from './cursor.ts';
import type { Deps } from '../deps.ts';
import type { Outage } from '../admission/host-state.ts';
import type { Hub } from '../hub.ts';
import type { SessionCell } from './session-cell.ts';
import { createLiveSession, type LiveSession } from './live-session.ts';

export interface LiveSessions extends AsyncDisposable {
  cells(): Iterable<SessionCell>;
  /** Adds a new session, or one that an earlier daemon left. */
  add(loaded: { session: Session; cursor?: Cursor }, left?: UnfinishedWork): LiveSession;
  /** Starts admission. Call it only when all sessions with a slot are loaded; otherwise too many slots are granted. */
  open(): void;
  /** Returns the cell of any session, and loads the session if necessary. */
  find(id: string): Promise<SessionCell | undefined>;
}

/** Unfinished work of an earlier daemon for a session. */
export interface UnfinishedWork {
  effects: StoredEffect[];
  commands: readonly PendingCommand[];
}

const noUnfinishedWork: UnfinishedWork = { effects: [], commands: [] };

/** Milliseconds between two checks of everything, because notifications of the system can be lost. */
const tickTime = 1_000;

/** Maximum agents that start at the same time. More would only slow each other down. */
const maximumStarting = 2;

/** Maximum reviewers that are asked at the same time. */
const maximumReviewing = 4;

export interface LiveSessionsHooks {
  /** Called with every change of a session, and with each new session. */
  onSessionChange(before: Session | undefined, after: Session): void;
  /** Returns agents without a valid login. */
  outages(): readonly Outage[];
}

export function createLiveSessions(deps: Deps, hub: Hub, hooks: LiveSessionsHooks): LiveSessions {
  const liveSessions = new Map<string, LiveSession>();
  const loading = new Map<string, Promise<SessionCell | undefined>>();
  const permits = { launching: createPermits(maximumStarting), reviewing: createPermits(maximumReviewing) };
  const admission = createAdmission(deps, cells, () => hooks.outages());
  let timer: Disposable | undefined;
  let state: 'recovering' | 'open' | 'closing' = 'recovering';

  return {
    cells,
    add,
    open() {
      state = 'open';
      tick();
    },
    find(id) {
      const known = liveSessions.get(id);
      if (known) return Promise.resolve(known.cell);
      const load = loading.get(id) ?? loadOne(id).finally(() => loading.delete(id));
      loading.set(id, load);
      return load;
    },
    async [Symbol.asyncDispose]() {
      state = 'closing';
      timer?.[Symbol.dispose]();
      await Promise.all([...liveSessions.values()].map((liveSession) => liveSession[Symbol.asyncDispose]()));
    },
  };

  function* cells(): Iterable<SessionCell> {
    for (const { cell } of liveSessions.values()) yield cell;
  }

  function add(
    loaded: { session: Session; cursor?: Cursor },
    { effects, commands }: UnfinishedWork = noUnfinishedWork,
  ): LiveSession {
    const liveSession = createLiveSession(
      deps,
      hub,
      permits,
      { onChange, onSessionChange: (before, after) => hooks.onSessionChange(before, after) },
      {
        session: loaded.session,
        cursor: loaded.cursor ?? startOfJournal,
        pending: commands,
      },
    );
    liveSessions.set(loaded.session.id, liveSession);
    liveSession.resume(effects);
    reconsider();
    return liveSession;
  }

  async function loadOne(id: string): Promise<SessionCell | undefined> {
    const row = await deps.store.read('session', id);
    return row && add(readRow(row)).cell;
  }

  function onChange(liveSession: LiveSession): void {
    if (state === 'closing') return;
    reconsider();
    if (!liveSession.resting || liveSessions.get(liveSession.cell.id) !== liveSession) return;
    liveSessions.delete(liveSession.cell.id);
    liveSession[Symbol.asyncDispose]().then(undefined, (error: unknown) =>
      deps.log.error('cannot let go of a session', { session: liveSession.cell.id, error }),
    );
  }

  function reconsider(): void {
    if (state === 'open') admission.reconsider();
  }

  function tick(): void {
    for (const liveSession of liveSessions.values()) liveSession.tick();
    reconsider();
    timer = deps.clock.after(tickTime, tick);
  }
}

/** Parses a row. It may have been stored by an earlier version. */
export function readRow({ state, cursor }: SessionRow): { session: Session; cursor: Cursor } {
  return { session: restoreSession(state as Session), cursor: { ...startOfJournal, ...(cursor as Cursor) } };
}
