/**
 * Finds time that did not pass although the wall clock says so: somebody set the clock, the machine slept, or the process
 * was stopped. Moments are stored by the wall clock, so whoever measures from a stored moment has to know.
 */
import type { Clock } from './clock.ts';

export interface SkippedTime {
  /** Milliseconds that the wall clock has skipped since the last {@link take}; negative where it was set back, 0 for less than a jump. */
  pending(): number;
  /** The same, and counts from now on again. */
  take(): number;
}

/** Milliseconds. Less is a clock that a time server corrects, and does no harm to limits of minutes. */
const shortestJump = 30_000;

export function watchSkippedTime(clock: Pick<Clock, 'now' | 'steady'>): SkippedTime {
  let lead = clock.now() - clock.steady();
  const pending = () => {
    const skipped = clock.now() - clock.steady() - lead;
    return Math.abs(skipped) < shortestJump ? 0 : skipped;
  };
  return {
    pending,
    take() {
      const skipped = pending();
      lead = clock.now() - clock.steady();
      return skipped;
    },
  };
}
