/**
 * Failed model requests that an agent retries without reporting them over the protocol. Agents report them on
 * standard error or in a notification of their own. Without this a limit of the provider looks like a thinking agent.
 */
import { fieldsOf, numberOf, parseFields, textOf, type Fields } from '../../fields.ts';
import { oneLine } from '../words.ts';

/** An agent's report of a failed request. */
export interface Complaint {
  /** Number of the failed try, from 1; null if the agent does not count them. */
  attempt: number | null;
  of: number | null;
  wait_ms: number;
  error: string;
  /**
   * Whether the agent says that it retries. For an agent that only reports errors, the second report shows that it
   * has.
   */
  certain: boolean;
}

/**
 * Gemini CLI 0.61.0, in its log: `[2026-…] [WARN] Attempt 1 failed with status 429. Retrying with backoff...
 * _ApiError: {…}`. If the provider gives a delay, as for quotas: `Attempt 1 failed: WORDS. Retrying after 5000ms...`.
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
  // A failed title request does not delay the turn.
  if (!/ message="stream error" /.test(line) || / small=true /.test(line)) return null;
  // Text with spaces is quoted as in JSON.
  const [, quoted, plain = null] = / error\.error=(?:("(?:[^"\\]|\\.)*")|(\S+))/.exec(line) ?? [];
  const words = quoted === undefined ? plain : textOf(parseFields(`{"words":${quoted}}`)?.['words']);
  return told({ error: words?.replace(/^AI_APICallError: /, '') ?? 'the model failed', certain: false });
}

/**
 * Claude Code's own message, which claude-agent-acp 0.100.0 passes on if the conversation is opened with
 * `session_meta`.
 */
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
