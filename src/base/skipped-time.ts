/**
 * Detects time that passed on the wall clock only: the clock was set, the machine slept, or the process was stopped.
 * Stored moments are wall-clock times, so a measurement from one must subtract the skipped time.
 */
import type { Clock } from './clock.ts';

export interface SkippedTime {
  /**
   * Milliseconds that the wall clock has skipped since the last {@link take}; negative if it was set back, 0 for less
   * than a jump.
   */
  pending(): number;
  /** Returns the same value and starts counting again. */
  take(): number;
}

/** Milliseconds. Smaller corrections come from time servers, and do not matter for limits of minutes. */
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
