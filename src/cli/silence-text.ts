import type { SessionView } from '../contract/session.ts';
import { age } from './age.ts';
import { printableLine } from '../base/printable.ts';

/** Milliseconds after which a list shows that an agent retries its model or is quiet. */
export const silenceShown = 30_000;

type Silent = Pick<SessionView, 'retrying' | 'quiet' | 'last_activity_at'>;

/**
 * Formats why a working agent is silent, if known: its model fails, or nothing was heard for a while and no running
 * tool or question explains it.
 *
 * @param after milliseconds that this must have lasted
 * @returns null if there is nothing to show
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
