/**
 * Runs the effects of one session or run after their commit is durable, and again after a restart if they did not
 * finish.
 */
import { createLane } from '../../base/lane.ts';
import type { StoredEffect } from '../../store/commit.ts';

/** Performs one kind of effect. A daemon that starts repeats unfinished effects, so every handler is safe to repeat. */
export interface Handler<Effect, Fact, Context> {
  /** Cancelled when the session or run is being stopped, because its result is not needed then. */
  readonly cancellable?: true;
  /** Cancels all cancellable effects when it starts. */
  readonly cancels?: true;
  /** Effects of this kind run one at a time, in the order of their commits. */
  readonly ordered?: true;
  /** Repeated while the machine is in trouble, for example while the disk is full. Otherwise the owner waits forever. */
  readonly persistent?: true;
  /** @returns the fact that is the effect's result, if it has one */
  run(effect: Effect, context: Context): Promise<Fact | undefined>;
  /** @returns the fact that replaces the result of an effect that cannot run; undefined if nothing depends on it */
  failed(effect: Effect, reason: string): Fact | undefined;
}

/** One handler per kind of effect; a kind without one does not compile. */
export type Handlers<Effect extends { kind: string }, Fact, Context> = {
  readonly [K in Effect['kind']]: Handler<Extract<Effect, { kind: K }>, Fact, Context>;
};

export interface EffectsHooks<Fact, Context> {
  /** @param signal aborts when the effect is cancelled, or the daemon ends */
  context(effect: number, signal: AbortSignal): Context;
  /** Stores that an effect is done, with its result. */
  settle(effect: number, fact: Fact | undefined): Promise<void> | void;
  /** Repeats an attempt while the machine is in trouble. */
  untilDone<T>(what: string, signal: AbortSignal, attempt: () => Promise<T>): Promise<T>;
  /** Called when an effect has ended. */
  onDone(): void;
  logError(what: string, error: unknown): void;
}

export interface Effects {
  begin(effects: readonly StoredEffect[]): void;
  /** Whether an effect is running. */
  readonly busy: boolean;
  /** Aborts when the daemon ends. */
  readonly closing: AbortSignal;
  /** Cancels everything. Resolves when no effect is running. */
  close(): Promise<void>;
}

export function createEffects<Effect extends { kind: string }, Fact, Context>(
  handlers: Handlers<Effect, Fact, Context>,
  hooks: EffectsHooks<Fact, Context>,
): Effects {
  const closing = new AbortController();
  const ordered = createLane();
  const underway = new Set<Promise<void>>();
  let work = new AbortController();

  return {
    begin: (effects) => effects.forEach(begin),
    get busy() {
      return underway.size > 0;
    },
    closing: closing.signal,
    async close() {
      closing.abort(new Error('the daemon ends'));
      work.abort(closing.signal.reason);
      await Promise.all(underway);
    },
  };

  function begin({ id, data }: StoredEffect): void {
    const effect = data as Effect;
    // One handler per kind, so the handler matches its effect.
    const handler = handlers[effect.kind as Effect['kind']] as Handler<Effect, Fact, Context>;
    if (handler.cancels) cancelWork();
    const doing = perform(id, effect, handler).finally(() => {
      underway.delete(doing);
      hooks.onDone();
    });
    underway.add(doing);
  }

  async function perform(id: number, effect: Effect, handler: Handler<Effect, Fact, Context>): Promise<void> {
    const { signal } = handler.cancellable ? work : closing;
    const attempt = () => handler.run(effect, hooks.context(id, signal));
    const run = () =>
      handler.persistent ? hooks.untilDone(`perform effect ${effect.kind}`, signal, attempt) : attempt();
    try {
      const fact = await (handler.ordered ? ordered.run(run) : run());
      // The next daemon repeats an effect that the shutdown of this daemon cancelled.
      if (!closing.signal.aborted) await hooks.settle(id, fact);
    } catch (error) {
      if (closing.signal.aborted) return;
      if (!signal.aborted) hooks.logError(`effect ${effect.kind} failed`, error);
      const reason = error instanceof Error ? error.message : String(error);
      await settleFailed(id, signal.aborted ? undefined : handler.failed(effect, reason));
    }
  }

  async function settleFailed(id: number, fact: Fact | undefined): Promise<void> {
    try {
      await hooks.settle(id, fact);
    } catch (error) {
      if (!closing.signal.aborted) hooks.logError('cannot store the result of an effect', error);
    }
  }

  function cancelWork(): void {
    work.abort(new Error('it is being stopped'));
    work = new AbortController();
  }
}
