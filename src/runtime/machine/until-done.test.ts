import { expect, test } from 'vitest';
import { untilDone } from './until-done.ts';

const full = () => Object.assign(new Error('database or disk is full'), { errcode: 13 });

function scene(outcomes: (Error | null)[]) {
  const said: string[] = [];
  let tries = 0;
  const say = (what: string) => void said.push(what);
  return {
    said,
    tries: () => tries,
    deps: {
      // Timers fire immediately.
      clock: {
        steady: () => 0,
        now: () => 0,
        after: (_wait: number, callback: () => void) => {
          queueMicrotask(callback);
          return { [Symbol.dispose]: () => undefined };
        },
      },
      log: { info: say, warn: say, error: say },
    },
    store: () => {
      const outcome = outcomes[tries] ?? null;
      tries += 1;
      return outcome ? Promise.reject(outcome) : Promise.resolve();
    },
  };
}

test('what has happened is stored when there is room again', async () => {
  const { deps, store, tries, said } = scene([full(), full(), full(), null]);
  await untilDone(deps, new AbortController().signal, 'store events', store);
  expect(tries()).toBe(4);
  expect(said).toEqual(['cannot store events, retrying until it succeeds: disk full']);
});

test('a fault of another kind is not tried again', async () => {
  const { deps, store, tries } = scene([new Error('a bug')]);
  await expect(untilDone(deps, new AbortController().signal, 'store events', store)).rejects.toThrow('a bug');
  expect(tries()).toBe(1);
});

test('a daemon that ends does not wait for room', async () => {
  const ending = new AbortController();
  const { deps, store } = scene(Array.from({ length: 1_000 }, full));
  const waiting = untilDone(deps, ending.signal, 'store events', store);
  ending.abort(new Error('the daemon ends'));
  await expect(waiting).rejects.toThrow('the daemon ends');
});
