/** Effects of one session or run: begun once their commit is durable, done again by the next daemon where this one ends. */
import { createLane } from '../../base/lane.ts';
import type { StoredEffect } from '../../store/commit.ts';

/** How one kind of effect is done. A daemon that starts runs unfinished effects again: every handler allows that. */
export interface Handler<Effect, Fact, Context> {
  /** Of no use any more once the session or run is being stopped: it is cancelled then. */
  readonly cancellable?: true;
  /** Cancels those that are, when it begins. */
  readonly cancels?: true;
  /** Effects of this kind are done one after another, in the order of their commits. */
  readonly ordered?: true;
  /** @returns the fact that is the effect's result, where it has one */
  run(effect: Effect, context: Context): Promise<Fact | undefined>;
  /** What it means that the effect cannot be done at all. */
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
  /** An effect is no longer under way. */
  onDone(): void;
  logError(what: string, error: unknown): void;
}

export interface Effects {
  begin(effects: readonly StoredEffect[]): void;
  /** Some effect is under way. */
  readonly busy: boolean;
  /** Aborts when the daemon ends. */
  readonly closing: AbortSignal;
  /** Cancels everything. Resolves when nothing is under way. */
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
    // One handler per kind, so the one found takes the effect that it was found by.
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
    const run = () => handler.run(effect, hooks.context(id, signal));
    try {
      const fact = await (handler.ordered ? ordered.run(run) : run());
      // What was cancelled because the daemon ends is done again by the next one.
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
