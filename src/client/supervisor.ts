/** Several tasks at once from a program: start, wait, stop, and the sums in the end. */
import type { StatsView } from '../contract/answer.ts';
import type { CommandOf } from '../contract/command.ts';
import { problem } from '../contract/error.ts';
import type { Level, SessionView } from '../contract/session.ts';
import type { Client } from './client.ts';
import { FairleadError } from './failure.ts';
import { sumUp } from './sum-up.ts';

export interface SupervisorOptions extends Omit<
  CommandOf<'start'>,
  'type' | 'tasks' | 'try' | 'max_parallel' | 'policy'
> {
  /** Begins a session only while fewer than this are at work; 3 if not given. */
  maxSessions?: number;
  /** One policy for all; the configured one if not given. */
  policy?: Level;
}

export interface Supervisor extends AsyncDisposable {
  readonly maxSessions: number;
  readonly policy: Level | null;
  /** Starts a task; resolves with the session's id once it has a slot. */
  spawn(task: string): Promise<string>;
  /** Starts a task if a slot is free. @throws a FairleadError that begins `Maximum sessions reached` otherwise */
  trySpawn(task: string): Promise<string>;
  /** Ends a session and all its processes. @throws a FairleadError `session not found` for an id it did not start */
  stop(id: string): Promise<void>;
  stopAll(): Promise<void>;
  /** The next session to end that nobody has waited for yet; null where none is left. */
  waitNext(): Promise<SessionView | null>;
  /** All sessions that nobody has waited for yet, in the order in which they end. */
  waitAll(): Promise<SessionView[]>;
  /** Starts all tasks and waits for them; the results in the order of the tasks. Others are left to be waited for. */
  spawnAndWaitAll(tasks: readonly string[]): Promise<SessionView[]>;
  /** A session that this supervisor started, as it is now. */
  get(id: string): SessionView | undefined;
  /** Sessions that have not ended, newest first. */
  activeSessions(): SessionView[];
  activeCount(): number;
  /** Whether there are sessions that nobody has waited for yet. */
  hasPending(): boolean;
  /** Sums over the sessions that this supervisor started. */
  stats(): StatsView;
}

export async function createSupervisor(client: Client, options: SupervisorOptions): Promise<Supervisor> {
  const { maxSessions = 3, policy, ...rest } = options;
  const own = new Map<string, SessionView>();
  /** Ids that nobody has waited for yet, in the order in which they ended. */
  let ended: string[] = [];
  const pending = new Set<string>();
  const closing = new AbortController();
  const watchers = new Set<() => void>();
  const started = Promise.withResolvers<void>();
  let failure: unknown;

  const following = follow();
  await started.promise;

  const supervisor: Supervisor = {
    maxSessions,
    policy: policy ?? null,
    spawn: async (task) => {
      const id = await start(task, false);
      await until(() => own.get(id)?.phase !== 'queued');
      return id;
    },
    trySpawn: (task) => start(task, true),
    async stop(id) {
      if (!own.has(id))
        throw new FairleadError(
          problem('not_found', `session not found: ${id}`, 'an id that spawn returned'),
        );
      await client.ask('stopped', { type: 'stop', session: id });
      await until(() => isEnded(own.get(id)));
    },
    async stopAll() {
      await Promise.all(supervisor.activeSessions().map(({ id }) => supervisor.stop(id)));
    },
    async waitNext() {
      await until(() => ended.length > 0 || pending.size === 0);
      const [id] = ended;
      if (id === undefined) return null;
      forget(id);
      return own.get(id) ?? null;
    },
    async waitAll() {
      const results: SessionView[] = [];
      for (let next = await supervisor.waitNext(); next; next = await supervisor.waitNext())
        results.push(next);
      return results;
    },
    async spawnAndWaitAll(tasks) {
      const ids = await Promise.all(tasks.map((task) => start(task, false)));
      const results = () => ids.flatMap((id) => own.get(id) ?? []);
      await until(() => results().every(isEnded));
      for (const id of ids) forget(id);
      return results();
    },
    get: (id) => own.get(id),
    activeSessions: () => [...own.values()].filter((session) => !isEnded(session)).toReversed(),
    activeCount: () => supervisor.activeSessions().length,
    hasPending: () => pending.size > 0,
    stats: () => sumUp([...own.values()]),
    async [Symbol.asyncDispose]() {
      closing.abort();
      await following;
    },
  };
  return supervisor;

  async function start(task: string, trying: boolean): Promise<string> {
    const [session] = await client.ask('sessions', {
      type: 'start',
      ...rest,
      tasks: [{ task }],
      max_parallel: maxSessions,
      ...(policy && { policy }),
      ...(trying && { try: true }),
    });
    if (!session) throw new Error('a start without a session');
    // The stream may have told of it already, and of more.
    if (!own.has(session.id)) own.set(session.id, session);
    pending.add(session.id);
    noteEnd(own.get(session.id) ?? session);
    return session.id;
  }

  async function follow(): Promise<void> {
    try {
      for await (const { now } of client.live(closing.signal)) {
        started.resolve();
        for (const session of now.sessions) {
          if (!own.has(session.id)) continue;
          own.set(session.id, session);
          noteEnd(session);
        }
        for (const watcher of watchers) watcher();
      }
      if (!closing.signal.aborted)
        throw new FairleadError(
          problem('no_daemon', 'the daemon has stopped; its sessions keep running', 'connect() again'),
        );
    } catch (error) {
      failure =
        error instanceof FairleadError
          ? error
          : new FairleadError(
              problem(
                'no_daemon',
                'the daemon cannot be reached; its sessions keep running',
                'connect() again',
              ),
              error,
            );
      started.reject(failure);
      for (const watcher of watchers) watcher();
    }
  }

  function noteEnd(session: SessionView): void {
    if (isEnded(session) && pending.has(session.id) && !ended.includes(session.id)) ended.push(session.id);
  }

  /** Somebody has waited for it. */
  function forget(id: string): void {
    pending.delete(id);
    ended = ended.filter((other) => other !== id);
  }

  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (failure !== undefined) throw failure;
      await new Promise<void>((resolve) => {
        const watcher = () => {
          watchers.delete(watcher);
          resolve();
        };
        watchers.add(watcher);
      });
    }
  }
}

function isEnded(session: SessionView | undefined): boolean {
  return session?.phase === 'ended';
}
