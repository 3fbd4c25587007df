import { describe, expect, it } from 'vitest';
import { createEffects, type Handler } from './effects.ts';
import { untilDone } from './until-done.ts';

type Effect = { kind: 'save' };
interface Context {
  signal: AbortSignal;
}

const full = () => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });

/** Effects with one handler, whose attempts end as listed; without more outcomes they succeed. */
function scene(outcomes: Error[], more: Partial<Handler<Effect, string, Context>> = {}) {
  const settled: [effect: number, fact: string | undefined][] = [];
  const logged: string[] = [];
  const warned: string[] = [];
  let attempts = 0;
  const log = {
    info: () => undefined,
    warn: (what: string) => void warned.push(what),
    error: () => undefined,
  };
  // Time passes at once.
  const clock = {
    steady: () => 0,
    now: () => 0,
    after: (_wait: number, callback: () => void) => {
      queueMicrotask(callback);
      return { [Symbol.dispose]: () => undefined };
    },
  };
  const done = Promise.withResolvers<void>();
  const effects = createEffects<Effect, string, Context>(
    {
      save: {
        async run() {
          const outcome = outcomes[attempts];
          attempts += 1;
          if (outcome) throw outcome;
          return 'saved';
        },
        failed: (_effect, reason) => `failed: ${reason}`,
        ...more,
      },
    },
    {
      context: (_effect, signal) => ({ signal }),
      settle: (effect, fact) => void settled.push([effect, fact]),
      untilDone: (what, signal, attempt) => untilDone({ clock, log }, signal, what, attempt),
      onDone: () => done.resolve(),
      logError: (what) => void logged.push(what),
    },
  );
  effects.begin([{ id: 7, owner: 's1', kind: 'save', data: { kind: 'save' } }]);
  return { effects, settled, logged, warned, attempts: () => attempts, done: done.promise };
}

describe('an effect', () => {
  it('that something waits for is repeated while the disk is full, and has its result once', async () => {
    const { done, settled, attempts, warned } = scene([full(), full()], { persistent: true });
    await done;
    expect(settled).toEqual([[7, 'saved']]);
    expect(attempts()).toBe(3);
    expect(warned).toEqual(['cannot perform effect save, retrying until it succeeds: disk full']);
  });

  it('that nothing waits for fails with its reason', async () => {
    const { done, settled, logged } = scene([full()]);
    await done;
    expect(settled).toEqual([[7, 'failed: no space left on device']]);
    expect(logged).toEqual(['effect save failed']);
  });

  it('fails for any other reason at once, whoever waits', async () => {
    const { done, settled, attempts } = scene([new Error('a bug')], { persistent: true });
    await done;
    expect(settled).toEqual([[7, 'failed: a bug']]);
    expect(attempts()).toBe(1);
  });

  it('that the end of the daemon cancels has no result: the next daemon repeats it', async () => {
    const { effects, settled } = scene([], {
      run: (_effect, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        }),
    });
    await effects.close();
    expect(settled).toEqual([]);
    expect(effects.busy).toBe(false);
  });
});
