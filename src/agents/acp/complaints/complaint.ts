/**
 * Requests to a model that failed and are made again, of agents that say nothing of it over the protocol: what each tells
 * beside it, in its standard error or in a notification of its own. Without this a limit of the provider looks like an
 * agent that thinks.
 */
import { fieldsOf, numberOf, parseFields, textOf, type Fields } from '../../fields.ts';
import { oneLine } from '../words.ts';

/** What an agent tells of a request that failed. */
export interface Complaint {
  /** Which try at this request failed, from 1; null where the agent does not count them. */
  attempt: number | null;
  of: number | null;
  wait_ms: number;
  error: string;
  /**
   * Whether the agent says that it tries again. One that only reports errors has tried again when it reports the second.
   */
  certain: boolean;
}

/**
 * Gemini CLI 0.61.0, in its log: `[2026-…] [WARN] Attempt 1 failed with status 429. Retrying with backoff... _ApiError: {…}`.
 * Where the provider says how long to wait, which it does for quotas: `Attempt 1 failed: WORDS. Retrying after 5000ms...`.
 */
export function complaintOfGemini(line: string): Complaint | null {
  const backoff =
    /^\[[\d:.TZ-]+\] \[WARN\] Attempt (\d{1,4}) failed(?: with (?:status )?(\d\w\w)\b[^.]*)?\. Retrying with backoff/;
  const found = backoff.exec(line);
  if (found) {
    const body = fieldsOf(fieldsOf(parseFields(line.slice(line.indexOf('{'))))['error']);
    const error = [found[2], textOf(body['message'])].filter((part) => typeof part === 'string').join(' ');
    return told({ attempt: Number(found[1]), error: error || 'the model failed' });
  }
  const delayed = /^\[[\d:.TZ-]+\] \[WARN\] Attempt (\d{1,4}) failed: (.*)\. Retrying after (\d{1,9})ms/.exec(
    line,
  );
  if (!delayed) return null;
  return told({ attempt: Number(delayed[1]), error: `quota: ${delayed[2]}`, wait_ms: Number(delayed[3]) });
}

/** opencode 1.18.33: `… message="stream error" … small=false … error.error="AI_APICallError: Rate limit reached"`. */
export function complaintOfOpencode(line: string): Complaint | null {
  // A title that could not be made holds up nothing.
  if (!/ message="stream error" /.test(line) || / small=true /.test(line)) return null;
  // Words with spaces are quoted as in JSON.
  const [, quoted, plain = null] = / error\.error=(?:("(?:[^"\\]|\\.)*")|(\S+))/.exec(line) ?? [];
  const words = quoted === undefined ? plain : textOf(parseFields(`{"words":${quoted}}`)?.['words']);
  return told({ error: words?.replace(/^AI_APICallError: /, '') ?? 'the model failed', certain: false });
}

/** Claude Code's own message, which claude-agent-acp 0.100.0 passes on when the conversation is opened with `session_meta`. */
export function complaintOfClaude({ message }: Fields): Complaint | null {
  const retried = fieldsOf(message);
  if (retried['subtype'] !== 'api_retry') return null;
  const status = numberOf(retried['error_status']);
  return told({
    attempt: numberOf(retried['attempt']),
    of: numberOf(retried['max_retries']),
    wait_ms: numberOf(retried['retry_delay_ms']) ?? 0,
    error: [status, textOf(retried['error'])].filter((part) => part !== null).join(' ') || 'the model failed',
  });
}

function told(complaint: Partial<Complaint> & { error: string }): Complaint {
  const error = oneLine(complaint.error);
  return { attempt: null, of: null, wait_ms: 0, certain: true, ...complaint, error };
}
