import { systemTrouble } from '../../base/system-error.ts';
import type { Deps } from '../deps.ts';

/** Milliseconds between two attempts to store an event. */
const retryTime = 1_000;

/**
 * Stores facts, and retries while the disk is full. Unlike a command, a fact cannot be refused: if it is not stored,
 * every caller that waits for it waits forever.
 *
 * @param store called again from the start; a failed call must have no effect
 * @throws errors of the store that the machine did not cause, and the signal's reason when it aborts
 */
export async function untilStored(
  { clock, log }: Pick<Deps, 'clock' | 'log'>,
  signal: AbortSignal,
  store: () => Promise<void>,
): Promise<void> {
  for (let tries = 1; ; tries += 1)
    try {
      return await store();
    } catch (error) {
      signal.throwIfAborted();
      const trouble = systemTrouble(error);
      if (!trouble) throw error;
      if (tries === 1) log.warn(`cannot store events, retrying until it succeeds: ${trouble.message}`);
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
