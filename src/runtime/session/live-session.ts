/**
 * A session that the daemon supervises: its cell, journal keeper, deadlines and running effects. Disposing of it stops
 * these and leaves the agent running.
 */
import { join } from 'node:path';
import type { Permits } from '../../base/permits.ts';
import { nextDeadline, type DeadlineKind } from '../../core/session/watch/deadlines.ts';
import type { Session } from '../../core/session/state.ts';
import type { WorldFact } from '../../core/session/world-fact.ts';
import type { PendingCommand, StoredEffect } from '../../store/commit.ts';
import { longestTimer, type Deps } from '../deps.ts';
import type { Hub } from '../hub.ts';
import { createEffects, type Effects } from '../machine/effects.ts';
import { untilDone } from '../machine/until-done.ts';
import type { Cursor } from './cursor.ts';
import { handlers } from './effects/handlers.ts';
import { keepJournal } from './journal-keeper.ts';
import { createSessionCell, type SessionCell } from './session-cell.ts';

export interface LiveSession extends AsyncDisposable {
  readonly cell: SessionCell;
  /** Starts effects that an earlier daemon did not finish. */
  resume(effects: StoredEffect[]): void;
  /** Reads the journal again and stores finished effects. */
  tick(): void;
  /** Whether nothing is running or expected, so that the session can be unloaded. */
  readonly resting: boolean;
}

export interface LiveSessionHooks {
  /** Called when the result of a getter of the live session may have changed. */
  onChange(liveSession: LiveSession): void;
  /** Called after each commit with the session before and after it. */
  onSessionChange(before: Session, after: Session): void;
}

export function createLiveSession(
  deps: Deps,
  hub: Hub,
  permits: { launching: Permits; reviewing: Permits },
  hooks: LiveSessionHooks,
  { session, cursor, pending }: { session: Session; cursor: Cursor; pending: readonly PendingCommand[] },
): LiveSession {
  const cell = createSessionCell(
    deps,
    hub,
    {
      onCommit(begun, before) {
        effects.begin(begun);
        hooks.onSessionChange(before.session, cell.session);
        alarm.set();
        hooks.onChange(liveSession);
      },
    },
    { id: session.id, state: { session, cursor }, pending },
  );
  const keeper = keepJournal(deps, cell);
  const dir = join(deps.paths.sessions, cell.id);
  const effects: Effects = createEffects(handlers, {
    context: (_effect, signal) => ({ deps, cell, keeper, dir, ...permits, signal }),
    settle: (effect, fact) => (fact ? report(fact, effect) : cell.finish(effect)),
    onDone: () => hooks.onChange(liveSession),
    untilDone: (what, signal, attempt) => untilDone(deps, signal, what, attempt),
    logError: (what, error) => deps.log.error(what, { session: cell.id, error }),
  });
  const alarm = createAlarm(deps, cell, effects.closing, (kind) => report({ type: 'deadline', kind }));

  const liveSession: LiveSession = {
    cell,
    resume(left) {
      effects.begin(left);
      alarm.set();
      keeper.wake();
    },
    tick() {
      if (cell.session.process) keeper.wake();
      guard(deps, cell, cell.flush());
    },
    get resting() {
      const { phase, process } = cell.session;
      return phase.name === 'ended' && phase.upkeep === null && !process && !effects.busy;
    },
    async [Symbol.asyncDispose]() {
      alarm[Symbol.dispose]();
      const closed = effects.close();
      await keeper.close();
      await closed;
      await cell.drain();
      await cell.flush();
    },
  };
  return liveSession;

  function report(fact: WorldFact, effect?: number): Promise<void> {
    return untilDone(deps, effects.closing, 'store events', () => cell.report(fact, effect));
  }
}

interface Alarm extends Disposable {
  /** Sets the timer to the session's next deadline. */
  set(): void;
}

function createAlarm(
  deps: Deps,
  cell: SessionCell,
  closing: AbortSignal,
  report: (kind: DeadlineKind) => Promise<void>,
): Alarm {
  let timer: Disposable | undefined;
  const alarm: Alarm = {
    set() {
      timer?.[Symbol.dispose]();
      timer = undefined;
      guard(deps, cell, arm());
    },
    [Symbol.dispose]: () => timer?.[Symbol.dispose](),
  };
  return alarm;

  async function arm(): Promise<void> {
    const { session } = cell;
    const settings = await deps.configuration.inForce(session.spec.repo);
    const deadline = nextDeadline(session, settings);
    if (!deadline || closing.aborted || session !== cell.session) return;
    const wait = Math.max(shortestWait, deadline.at - deps.clock.now());
    timer = deps.clock.after(Math.min(wait, longestTimer), () =>
      guard(deps, cell, reportDeadline(deadline.kind)),
    );
  }

  async function reportDeadline(kind: DeadlineKind): Promise<void> {
    const before = cell.session;
    await report(kind);
    // The wall clock may have been set back, so the deadline is not reached yet.
    if (cell.session === before) alarm.set();
  }
}

function guard({ log }: Deps, { id }: SessionCell, promise: Promise<void>): void {
  promise.catch((error: unknown) => log.error('a session cannot continue', { session: id, error }));
}

/**
 * Minimum milliseconds between two checks of a deadline; without it, a clock that stands still would cause a busy loop.
 */
const shortestWait = 10;
