import { systemTrouble } from '../../base/system-error.ts';
import type { Deps } from '../deps.ts';

/** Milliseconds between two tries to store what has happened. */
const retryTime = 1_000;

/**
 * Stores what has happened in the world, however long the disk is full for: unlike a command it cannot be refused, and
 * what is not stored is lost to everybody who waits for it.
 *
 * @param store tried again from the start; one that failed has had no effect
 * @throws what the store throws for another reason than the machine's, and the signal's reason when it aborts
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
