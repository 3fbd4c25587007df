import type { Clock } from '../../base/clock.ts';

/** Milliseconds between two looks at the time. */
const lookTime = 5_000;

/** Milliseconds without a look after which the process cannot have been running: stopped, or the machine slept. */
const standstill = 30_000;

/**
 * The clock of the machine. It looks at the time every few seconds, to notice when it was stopped.
 *
 * @param uptime milliseconds that cannot be set
 */
export function createSystemClock(uptime = () => performance.now()): Clock {
  let passed = 0;
  let seen = uptime();
  const steady = () => {
    const now = uptime();
    const gap = now - seen;
    seen = now;
    if (gap < standstill) passed += gap;
    return passed;
  };
  setInterval(steady, lookTime).unref();
  return {
    now: () => Date.now(),
    steady,
    after(milliseconds, callback) {
      const timer = setTimeout(callback, milliseconds);
      return { [Symbol.dispose]: () => clearTimeout(timer) };
    },
  };
}
