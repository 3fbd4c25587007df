import type { Waiting } from '../../contract/session.ts';
import type { MetLimit } from '../session/state.ts';
import { limitWaiting } from './waiting.ts';

/**
 * Returns the accounts whose usage limit is reached: the limit of one session blocks all sessions of the account,
 * until the latest reported reset.
 *
 * @param at ISO 8601 UTC
 */
export function heldAccounts(limits: readonly MetLimit[], at: string): Map<string, Waiting> {
  const held = new Map<string, Waiting>();
  for (const { account, until } of limits) {
    const known = held.get(account)?.until ?? at;
    if (until > known) held.set(account, limitWaiting(account, until));
  }
  return held;
}
