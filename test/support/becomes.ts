import { setTimeout as pause } from 'node:timers/promises';

/** Resolves when it is true; looks again and again. For what other programs do to disks, of which no event tells. */
export async function becomes(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await pause(10);
}
