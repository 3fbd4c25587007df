/**
 * The result of a turn. `subtype: "success"` alone means nothing: a permanent failure comes as a success with
 * `is_error`, and an interrupted turn as an error. Seen with 2.1.179 to 2.1.328; see `test/recordings/claude`.
 */
import type { TurnResult } from '../../contract/agent-event.ts';
import { entryOf, listOf, numberOf, textOf, type Fields } from '../fields.ts';
import { oneLine } from './title.ts';

type FailureOf<T> = T extends { failure: infer F } ? F : never;
type Failure = FailureOf<TurnResult>;

/** @param error the model's failure as named by the last message of the turn; null if it did not fail */
export function turnResultOf(message: Fields, error: string | null): TurnResult {
  const reason = textOf(message['terminal_reason']);
  if (
    message['subtype'] === 'success' &&
    message['is_error'] !== true &&
    (reason ?? 'completed') === 'completed'
  )
    return { kind: 'completed', statement: textOf(message['result']) };
  if (reason !== null && interruptions.has(reason)) return { kind: 'interrupted' };
  const words = wordsOf(message);
  return { kind: 'failed', failure: failureOf(message, error, words), reason: words };
}

/** Returns one line with the reason of the failure. */
export function wordsOf(message: Fields): string {
  const errors = listOf(message['errors']).filter((error) => typeof error === 'string');
  const words = textOf(message['result']) ?? textOf(errors.join(' · '));
  return oneLine(
    words ?? `Claude Code ended the turn: ${textOf(message['terminal_reason']) ?? 'no reason given'}`,
  );
}

const interruptions = new Set(['aborted_streaming', 'aborted_tools', 'hook_stopped']);

/** Claude Code's names of failures. */
const failures: Record<string, Failure> = {
  authentication_failed: 'auth',
  oauth_org_not_allowed: 'auth',
  account_on_hold: 'auth',
  verification_required: 'auth',
  cloud_credential_error: 'auth',
  rate_limit: 'limit',
  billing_error: 'limit',
};

function failureOf(message: Fields, error: string | null, words: string): Failure {
  if (message['subtype'] === 'error_max_budget_usd') return 'budget';
  if (message['terminal_reason'] === 'blocking_limit') return 'limit';
  const named = entryOf(failures, error);
  if (named) return named;
  const status = numberOf(message['api_error_status']);
  if (status === 429) return 'limit';
  if (status === 401 || status === 403) return 'auth';
  // Older programs only write it in the text.
  if (/not logged in|run \/login|invalid api key/i.test(words)) return 'auth';
  if (/\b(hit your|usage|5-hour|weekly) .*limit/i.test(words)) return 'limit';
  return 'agent';
}
