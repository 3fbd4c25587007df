import type { SessionView } from '../contract/session.ts';
import { age } from './age.ts';
import { printableLine } from '../base/printable.ts';

/** Milliseconds after which a list shows that an agent tries its model again, or that nothing is heard of it. */
export const silenceShown = 30_000;

type Silent = Pick<SessionView, 'retrying' | 'quiet' | 'last_activity_at'>;

/**
 * What keeps a working agent from saying anything, as far as it is known: its model fails, or nothing has been heard for a
 * while that a running tool or a question would explain.
 *
 * @param after milliseconds that this must have lasted
 * @returns null where there is nothing to say
 */
export function silenceText(
  { retrying, quiet, last_activity_at }: Silent,
  now: number,
  after: number,
): string | null {
  const lasted = (since: string) => now - Date.parse(since) >= after;
  if (retrying && lasted(retrying.since)) {
    const { attempt, of, error } = retrying;
    return printableLine(`retrying ${attempt}${of === null ? '' : ` of ${of}`}, ${error}`);
  }
  return quiet && lasted(last_activity_at) ? `quiet for ${age(last_activity_at, now)}` : null;
}
