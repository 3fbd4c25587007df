/** Runs several tasks from a program: start, wait, stop, and totals. */
import type { StatsView } from '../contract/answer.ts';
import type { CommandOf } from '../contract/command.ts';
import { problem } from '../base/problem.ts';
import type { Level, SessionView } from '../contract/session.ts';
import type { Client } from './client.ts';
import { FairleadError } from './failure.ts';
import { sumUp } from './sum-up.ts';

export interface SupervisorOptions extends Omit<
  CommandOf<'start'>,
  'type' | 'tasks' | 'try' | 'max_parallel' | 'policy'
> {
  /** Starts a session only while fewer than this are working (default: 3). */
  maxSessions?: number;
  /** Policy level for all sessions (default: the configured one). */
  policy?: Level;
}

export interface Supervisor extends AsyncDisposable {
  readonly maxSessions: number;
  readonly policy: Level | null;
  /** Starts a task; resolves with the session's id when it has a slot. */
  spawn(task: string): Promise<string>;
  /** Starts a task if a slot is free. @throws a FairleadError that begins `Maximum sessions reached` otherwise */
  trySpawn(task: string): Promise<string>;
  /** Ends a session and all its processes. @throws a FairleadError `session not found` for an id it did not start */
  stop(id: string): Promise<void>;
  stopAll(): Promise<void>;
  /** Returns the next ended session that was not waited for yet; null if none is left. */
  waitNext(): Promise<SessionView | null>;
  /** Returns all sessions that were not waited for yet, in the order in which they end. */
  waitAll(): Promise<SessionView[]>;
  /**
   * Starts all tasks and waits for them; the results are in the order of the tasks. Other sessions still need a wait.
   */
  spawnAndWaitAll(tasks: readonly string[]): Promise<SessionView[]>;
  /** Returns the current state of a session that this supervisor started. */
  get(id: string): SessionView | undefined;
  /** Sessions that have not ended, newest first. */
  activeSessions(): SessionView[];
  activeCount(): number;
  /** Whether there are sessions that were not waited for yet. */
  hasPending(): boolean;
  /** Sums over the sessions that this supervisor started. */
  stats(): StatsView;
}

export async function createSupervisor(client: Client, options: SupervisorOptions): Promise<Supervisor> {
  const { maxSessions = 3, policy, ...rest } = options;
  const sessions = createSessions();
  const closing = new AbortController();
  const feed = follow(client, sessions, closing.signal);
  await feed.started;

  const supervisor: Supervisor = {
    maxSessions,
    policy: policy ?? null,
    spawn: async (task) => {
      const id = await start(task, false);
      await feed.until(() => sessions.get(id)?.phase !== 'queued');
      return id;
    },
    trySpawn: (task) => start(task, true),
    async stop(id) {
      if (!sessions.get(id))
        throw new FairleadError(
          problem('not_found', `session not found: ${id}`, 'an id that spawn returned'),
        );
      await client.ask('stopped', { type: 'stop', target: id });
      await feed.until(() => isEnded(sessions.get(id)));
    },
    async stopAll() {
      await Promise.all(supervisor.activeSessions().map(({ id }) => supervisor.stop(id)));
    },
    async waitNext() {
      await feed.until(() => sessions.nextEnded() !== undefined || !sessions.hasPending());
      const id = sessions.nextEnded();
      if (id === undefined) return null;
      sessions.forget(id);
      return sessions.get(id) ?? null;
    },
    async waitAll() {
      const results: SessionView[] = [];
      for (let next = await supervisor.waitNext(); next; next = await supervisor.waitNext())
        results.push(next);
      return results;
    },
    async spawnAndWaitAll(tasks) {
      const ids = await Promise.all(tasks.map((task) => start(task, false)));
      const results = () => ids.flatMap((id) => sessions.get(id) ?? []);
      await feed.until(() => results().every(isEnded));
      for (const id of ids) sessions.forget(id);
      return results();
    },
    get: (id) => sessions.get(id),
    activeSessions: () =>
      sessions
        .all()
        .filter((session) => !isEnded(session))
        .toReversed(),
    activeCount: () => supervisor.activeSessions().length,
    hasPending: () => sessions.hasPending(),
    stats: () => sumUp(sessions.all()),
    async [Symbol.asyncDispose]() {
      closing.abort();
      await feed.ended;
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
    sessions.add(session);
    return session.id;
  }
}

/** The sessions that one supervisor started. */
interface Sessions {
  all(): SessionView[];
  get(id: string): SessionView | undefined;
  add(session: SessionView): void;
  /** Takes a newer state; ignores sessions of others. */
  update(session: SessionView): void;
  /** Returns the first ended session that was not waited for yet. */
  nextEnded(): string | undefined;
  hasPending(): boolean;
  /** Marks a session as waited for. */
  forget(id: string): void;
}

function createSessions(): Sessions {
  const own = new Map<string, SessionView>();
  /** Ids that were not waited for yet, in the order in which they ended. */
  let ended: string[] = [];
  const pending = new Set<string>();
  const noteEnd = (session: SessionView): void => {
    if (isEnded(session) && pending.has(session.id) && !ended.includes(session.id)) ended.push(session.id);
  };
  return {
    all: () => [...own.values()],
    get: (id) => own.get(id),
    add(session) {
      // The stream may have delivered a newer state already.
      if (!own.has(session.id)) own.set(session.id, session);
      pending.add(session.id);
      noteEnd(own.get(session.id) ?? session);
    },
    update(session) {
      if (!own.has(session.id)) return;
      own.set(session.id, session);
      noteEnd(session);
    },
    nextEnded: () => ended[0],
    hasPending: () => pending.size > 0,
    forget(id) {
      pending.delete(id);
      ended = ended.filter((other) => other !== id);
    },
  };
}

interface Feed {
  /** Resolves with the first state. */
  started: Promise<void>;
  /** Resolves when no more states follow. */
  ended: Promise<void>;
  /** Resolves once the condition holds; checks it with every state. @throws the error that ended the feed */
  until(condition: () => boolean): Promise<void>;
}

/** Updates the sessions from the daemon's live states. */
function follow(client: Client, sessions: Sessions, closing: AbortSignal): Feed {
  const watchers = new Set<() => void>();
  const started = Promise.withResolvers<void>();
  let failure: unknown;
  return { started: started.promise, ended: read(), until };

  async function read(): Promise<void> {
    try {
      for await (const { now } of client.live(closing)) {
        started.resolve();
        for (const session of now.sessions) sessions.update(session);
        for (const watcher of watchers) watcher();
      }
      if (!closing.aborted)
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
