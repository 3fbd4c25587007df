import { systemTrouble } from '../../base/system-error.ts';
import type { Deps } from '../deps.ts';

/** Milliseconds between two attempts. */
const retryTime = 1_000;

/**
 * Repeats work that cannot be refused while the machine is in trouble, for example while the disk is full. Without the
 * retry, the session or caller that needs the work waits forever.
 *
 * @param what for the log: `store events`
 * @param attempt called again from the start; a failed call must be safe to repeat
 * @throws errors that the machine did not cause, and the signal's reason when it aborts
 */
export async function untilDone<T>(
  { clock, log }: Pick<Deps, 'clock' | 'log'>,
  signal: AbortSignal,
  what: string,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1)
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      const trouble = systemTrouble(error);
      if (!trouble) throw error;
      if (tries === 1) log.warn(`cannot ${what}, retrying until it succeeds: ${trouble.message}`);
      await pause(clock, signal);
    }
}

async function pause(clock: Deps['clock'], signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  using _timer = clock.after(retryTime, resolve);
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
  signal.throwIfAborted();
}
