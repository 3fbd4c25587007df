/** Messages of Claude Code outside the conversation: retries, limits, and other notices for a reader. */
import type { AgentEvent, RetriedFailure } from '../../contract/agent-event.ts';
import { entryOf, fieldsOf, isObject, numberOf, textOf, type Fields } from '../fields.ts';
import { oneLine } from './title.ts';

type Notice = Extract<AgentEvent, { type: 'notice' }>;

/** @returns the event of a `system` message, or undefined if it has nothing for a reader */
export function systemEventOf(message: Fields): AgentEvent | undefined {
  return entryOf(told, textOf(message['subtype']))?.(message);
}

/** The event of a `rate_limit_event`. */
export function limitOf(line: Fields): AgentEvent {
  const info = fieldsOf(line['rate_limit_info']);
  const resets = numberOf(info['resetsAt']);
  return {
    type: 'limit',
    status: limitStatusOf(info),
    window: textOf(info['rateLimitType']),
    // Seconds since 1970; the bound is that of a date.
    resets_at: resets === null || Math.abs(resets) > 8.64e12 ? null : new Date(resets * 1000).toISOString(),
  };
}

function failureOf(status: number | null): RetriedFailure {
  if (status === 401 || status === 403) return 'auth';
  // 529: the provider is overloaded.
  return status === 429 || status === 529 ? 'limit' : null;
}

const told: Record<string, (message: Fields) => AgentEvent | undefined> = {
  api_retry: (message) => ({
    type: 'retrying',
    attempt: numberOf(message['attempt']) ?? 1,
    of: numberOf(message['max_retries']),
    wait_ms: numberOf(message['retry_delay_ms']) ?? 0,
    failure: failureOf(numberOf(message['error_status'])),
    error: [numberOf(message['error_status']), textOf(message['error'])]
      .filter((part) => part !== null)
      .join(' '),
  }),
  model_fallback: (message) => notice('warning', message['content']),
  model_refusal_fallback: (message) => notice('warning', message['content']),
  model_refusal_no_fallback: (message) => notice('warning', message['content']),
  permission_denied: (message) => {
    const tool = textOf(message['tool_name']) ?? 'a tool';
    const why = textOf(message['message']) ?? textOf(message['decision_reason']) ?? 'no reason given';
    return notice('warning', `Claude Code denied ${tool} by itself: ${why}`);
  },
  compact_boundary: (message) => {
    const tokens = numberOf(fieldsOf(message['compact_metadata'])['pre_tokens']);
    return notice(
      'info',
      `Claude Code compacted the conversation${tokens === null ? '' : `, ${tokens} tokens long`}`,
    );
  },
  notification: (message) => notice('info', message['text']),
  informational: (message) => notice(message['level'] === 'warning' ? 'warning' : 'info', message['content']),
  local_command_output: (message) => notice('info', message['content']),
  session_writes_lost: (message) =>
    notice(
      'error',
      `Claude Code could not save the conversation: ${textOf(message['error_code']) ?? 'disk full'}`,
    ),
};

/**
 * The overall status counts: an exhausted window does not matter while extra usage pays. A window near its end is
 * still worth a warning.
 */
function limitStatusOf(info: Fields): 'allowed' | 'warning' | 'rejected' {
  if (info['status'] === 'rejected') return 'rejected';
  const windows = Object.values(fieldsOf(info['unifiedWindows'])).filter(isObject);
  const all = [info['status'], ...windows.map((window) => window['status'])];
  return all.some((status) => status === 'allowed_warning') ? 'warning' : 'allowed';
}

function notice(level: Notice['level'], text: unknown): Notice | undefined {
  const words = textOf(text);
  return words === null ? undefined : { type: 'notice', level, text: oneLine(words) };
}
