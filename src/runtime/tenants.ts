/** All sessions that the daemon looks after at present; one that needs nobody is let go and comes back when asked for. */
import { createPermits } from '../base/permits.ts';
import { restoreSession } from '../core/session/restore.ts';
import type { Session } from '../core/session/state.ts';
import type { SessionRow } from '../store/read.ts';
import type { PendingCommand, StoredEffect } from '../store/commit.ts';
import { createAdmission } from './admission.ts';
import { startOfJournal, type Cursor } from './cursor.ts';
import type { Deps } from './deps.ts';
import type { Outage } from './holds.ts';
import type { Hub } from './hub.ts';
import type { SessionCell } from './session-cell.ts';
import { createTenant, type Tenant } from './tenant.ts';

export interface Tenants extends AsyncDisposable {
  cells(): Iterable<SessionCell>;
  /** Takes in what is new or was left by an earlier daemon. */
  add(loaded: { session: Session; cursor?: Cursor }, left?: LeftBehind): Tenant;
  /** Begins to give out slots. Not before all sessions that hold one are known. */
  open(): void;
  /** The cell of any session there is, looked after already or not. */
  find(id: string): Promise<SessionCell | undefined>;
}

/** What an earlier daemon began for a session and did not end. */
export interface LeftBehind {
  effects: StoredEffect[];
  commands: readonly PendingCommand[];
}

const nothingLeft: LeftBehind = { effects: [], commands: [] };

/** Milliseconds between two looks at everything; notices of the system are hints, and hints get lost. */
const tickTime = 1_000;

/** Agents that are started at the same time: more of them only slow each other down. */
const startedAtOnce = 2;

/** Reviewers that are asked at the same time. */
const reviewedAtOnce = 4;

export interface TenantsHooks {
  /** Gets every change of a session, and each new one. */
  hear(before: Session | undefined, after: Session): void;
  /** Agents that nobody is logged in to. */
  outages(): readonly Outage[];
}

export function createTenants(deps: Deps, hub: Hub, hooks: TenantsHooks): Tenants {
  const tenants = new Map<string, Tenant>();
  const loading = new Map<string, Promise<SessionCell | undefined>>();
  const permits = { launching: createPermits(startedAtOnce), reviewing: createPermits(reviewedAtOnce) };
  const admission = createAdmission(deps, cells, () => hooks.outages());
  let timer: Disposable | undefined;
  let state: 'taking_up' | 'open' | 'closing' = 'taking_up';

  return {
    cells,
    add,
    open() {
      state = 'open';
      tick();
    },
    find(id) {
      const known = tenants.get(id);
      if (known) return Promise.resolve(known.cell);
      const load = loading.get(id) ?? loadOne(id).finally(() => loading.delete(id));
      loading.set(id, load);
      return load;
    },
    async [Symbol.asyncDispose]() {
      state = 'closing';
      timer?.[Symbol.dispose]();
      await Promise.all([...tenants.values()].map((tenant) => tenant[Symbol.asyncDispose]()));
    },
  };

  function* cells(): Iterable<SessionCell> {
    for (const { cell } of tenants.values()) yield cell;
  }

  function add(
    loaded: { session: Session; cursor?: Cursor },
    { effects, commands }: LeftBehind = nothingLeft,
  ): Tenant {
    const tenant = createTenant(
      deps,
      hub,
      permits,
      { onChange, hear: (before, after) => hooks.hear(before, after) },
      {
        session: loaded.session,
        cursor: loaded.cursor ?? startOfJournal,
        pending: commands,
      },
    );
    tenants.set(loaded.session.id, tenant);
    tenant.resume(effects);
    reconsider();
    return tenant;
  }

  async function loadOne(id: string): Promise<SessionCell | undefined> {
    const row = await deps.store.read('session', id);
    return row && add(readRow(row)).cell;
  }

  function onChange(tenant: Tenant): void {
    if (state === 'closing') return;
    reconsider();
    if (!tenant.resting || tenants.get(tenant.cell.id) !== tenant) return;
    tenants.delete(tenant.cell.id);
    tenant[Symbol.asyncDispose]().then(undefined, (error: unknown) =>
      deps.log.error('cannot let go of a session', { session: tenant.cell.id, error }),
    );
  }

  function reconsider(): void {
    if (state === 'open') admission.reconsider();
  }

  function tick(): void {
    for (const tenant of tenants.values()) tenant.tick();
    reconsider();
    timer = deps.clock.after(tickTime, tick);
  }
}

/** State and cursor come back as they were stored by this or an earlier version. */
export function readRow({ state, cursor }: SessionRow): { session: Session; cursor: Cursor } {
  return { session: restoreSession(state as Session), cursor: { ...startOfJournal, ...(cursor as Cursor) } };
}
