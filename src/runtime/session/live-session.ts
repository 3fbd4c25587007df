/**
 * A session that the daemon looks after: its cell, whoever follows its journal, its deadlines, and its effects under
 * way. Disposing of it lets go of all that and leaves the agent running.
 */
import { join } from 'node:path';
import { createLane } from '../../base/lane.ts';
import type { Permits } from '../../base/permits.ts';
import { nextDeadline, type DeadlineKind } from '../../core/session/watch/deadlines.ts';
import type { WorldFact } from '../../core/session/world-fact.ts';
import type { PendingCommand, StoredEffect } from '../../store/commit.ts';
import type { Cursor } from './cursor.ts';
import { longestTimer, type Deps } from '../deps.ts';
import type { EffectContext, Handler } from './effects/handler.ts';
import { handlers } from './effects/handlers.ts';
import type { Hub } from '../hub.ts';
import { keepJournal } from './journal-keeper.ts';
import { createSessionCell, type SessionCell } from './session-cell.ts';
import type { Session } from '../../core/session/state.ts';
import type { JournalEffect } from './transaction.ts';
import { untilStored } from '../machine/until-stored.ts';

export interface LiveSession extends AsyncDisposable {
  readonly cell: SessionCell;
  /** Begins effects that an earlier daemon left undone. */
  resume(effects: StoredEffect[]): void;
  /** Looks at everything again, and stores what is left to store. */
  tick(): void;
  /** Nothing is under way and nothing is expected: the session needs nobody. */
  readonly resting: boolean;
}

export interface LiveSessionHooks {
  /** Something about the tenant is different. */
  onChange(liveSession: LiveSession): void;
  /** The session has changed. */
  hear(before: Session, after: Session): void;
}

export function createLiveSession(
  deps: Deps,
  hub: Hub,
  permits: { launching: Permits; reviewing: Permits },
  hooks: LiveSessionHooks,
  loaded: { session: Session; cursor: Cursor; pending: readonly PendingCommand[] },
): LiveSession {
  const closing = new AbortController();
  const writes = createLane();
  const underway = new Set<Promise<void>>();
  /** Called off when the session is being stopped. */
  let work = new AbortController();
  let timer: Disposable | undefined;

  const cell = createSessionCell(
    deps,
    hub,
    {
      onEffects: (_cell, effects) => effects.forEach(begin),
      onChange: (_cell, before) => {
        hooks.hear(before, cell.session);
        arm();
        hooks.onChange(liveSession);
      },
    },
    loaded,
  );
  const keeper = keepJournal(deps, cell);

  const liveSession: LiveSession = {
    cell,
    resume(effects) {
      effects.forEach(begin);
      arm();
      keeper.wake();
    },
    tick() {
      if (cell.session.process) keeper.wake();
      guard(cell.flush());
    },
    get resting() {
      const { phase, process } = cell.session;
      return phase.name === 'ended' && phase.upkeep === null && !process && underway.size === 0;
    },
    async [Symbol.asyncDispose]() {
      timer?.[Symbol.dispose]();
      closing.abort(new Error('the daemon ends'));
      work.abort(closing.signal.reason);
      await keeper.close();
      await Promise.all(underway);
      await cell.drain();
      await cell.flush();
    },
  };
  return liveSession;

  function begin(effect: StoredEffect): void {
    const doing = perform(effect).finally(() => {
      underway.delete(doing);
      hooks.onChange(liveSession);
    });
    underway.add(doing);
  }

  async function perform({ id, data }: StoredEffect): Promise<void> {
    const effect = data as JournalEffect;
    // One handler per kind, so the one found takes the effect that it was found by.
    const handler = handlers[effect.kind] as Handler;
    if (effect.kind === 'stop') callOffWork();
    const { signal } = isWork(effect) ? work : closing;
    const context: EffectContext = {
      deps,
      cell,
      keeper,
      dir: join(deps.paths.sessions, cell.id),
      ...permits,
      signal,
    };
    const run = () => handler.run(effect, context);
    try {
      const fact = await (effect.kind === 'write' ? writes.run(run) : run());
      // What was called off because the daemon ends is done again by the next one.
      if (signal.aborted && closing.signal.aborted) return;
      if (fact) await report(fact, id);
      else cell.finish(id);
    } catch (error) {
      if (closing.signal.aborted) return;
      await fail(id, effect, handler, signal.aborted, error);
    }
  }

  async function fail(
    id: number,
    effect: JournalEffect,
    handler: Handler,
    calledOff: boolean,
    error: unknown,
  ): Promise<void> {
    if (!calledOff) deps.log.error(`effect ${effect.kind} failed`, { session: cell.id, error });
    const reason = error instanceof Error ? error.message : String(error);
    const fact = calledOff ? undefined : handler.failed(effect, reason);
    try {
      if (fact) await report(fact, id);
      else cell.finish(id);
    } catch (failure) {
      deps.log.error('cannot store the result of an effect', { session: cell.id, error: failure });
    }
  }

  function report(fact: WorldFact, done?: number): Promise<void> {
    return untilStored(deps, closing.signal, () => cell.report(fact, done));
  }

  function callOffWork(): void {
    work.abort(new Error('the session is being stopped'));
    work = new AbortController();
  }

  function arm(): void {
    timer?.[Symbol.dispose]();
    timer = undefined;
    guard(
      (async () => {
        const { session } = cell;
        const settings = await deps.configuration.inForce(session.spec.repo);
        const deadline = nextDeadline(session, settings);
        if (!deadline || closing.signal.aborted || session !== cell.session) return;
        const wait = Math.max(shortestWait, deadline.at - deps.clock.now());
        timer = deps.clock.after(Math.min(wait, longestTimer), () => guard(meet(deadline.kind)));
      })(),
    );
  }

  async function meet(kind: DeadlineKind): Promise<void> {
    const before = cell.session;
    await report({ type: 'deadline', kind });
    // By the wall clock, which a time server may have held back, it is not time yet.
    if (cell.session === before) arm();
  }

  function guard(promise: Promise<void>): void {
    promise.catch((error: unknown) =>
      deps.log.error('a session cannot continue', { session: cell.id, error }),
    );
  }
}

/** Milliseconds before the next look at a deadline, so that a clock that stands still keeps nobody busy. */
const shortestWait = 10;

/** What is of no use any more once the session is being stopped. */
function isWork({ kind }: JournalEffect): boolean {
  return kind === 'prepare' || kind === 'launch' || kind === 'prove' || kind === 'review';
}
