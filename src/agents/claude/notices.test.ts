import { expect, it } from 'vitest';
import { limitOf, systemEventOf } from './notices.ts';

it.each([
  [
    {
      subtype: 'api_retry',
      attempt: 2,
      max_retries: 10,
      retry_delay_ms: 700,
      error_status: 529,
      error: 'overloaded',
    },
    { type: 'retrying', attempt: 2, of: 10, wait_ms: 700, error: '529 overloaded', failure: 'limit' },
  ],
  [
    { subtype: 'compact_boundary', compact_metadata: { trigger: 'auto', pre_tokens: 160_000 } },
    { type: 'notice', level: 'info', text: 'Claude Code compacted the conversation, 160000 tokens long' },
  ],
  [
    { subtype: 'permission_denied', tool_name: 'Bash', message: 'not in\nthis mode' },
    { type: 'notice', level: 'warning', text: 'Claude Code denied Bash by itself: not in ⏎ this mode' },
  ],
  [
    { subtype: 'model_fallback', content: 'Switched to b' },
    { type: 'notice', level: 'warning', text: 'Switched to b' },
  ],
  [
    { subtype: 'informational', level: 'warning', content: 'a hook failed' },
    { type: 'notice', level: 'warning', text: 'a hook failed' },
  ],
  [
    { subtype: 'notification', key: 'k', text: 'hello', priority: 'low' },
    { type: 'notice', level: 'info', text: 'hello' },
  ],
  [
    { subtype: 'session_writes_lost', error_code: 'ENOSPC', lost: ['transcript'] },
    { type: 'notice', level: 'error', text: 'Claude Code could not save the conversation: ENOSPC' },
  ],
  [{ subtype: 'informational', content: '' }, undefined],
  [{ subtype: 'thinking_tokens' }, undefined],
  [{}, undefined],
])('reads %j', (message, event) => expect(systemEventOf(message)).toEqual(event));

const window = (status: string) => ({ status, utilization: 1 });

it.each([
  [{ status: 'allowed' }, { status: 'allowed', window: null, resets_at: null }],
  [
    { status: 'rejected', rateLimitType: 'five_hour', resetsAt: 1_795_148_823 },
    { status: 'rejected', window: 'five_hour', resets_at: '2026-11-20T04:27:03.000Z' },
  ],
  [{ status: 'allowed_warning' }, { status: 'warning' }],
  [{ status: 'allowed', unifiedWindows: { five_hour: window('allowed_warning') } }, { status: 'warning' }],
  [
    { status: 'allowed', isUsingOverage: true, unifiedWindows: { five_hour: window('rejected') } },
    { status: 'allowed' },
  ],
  [{ status: 'allowed', resetsAt: 1e300 }, { resets_at: null }],
])('reads the limit %j', (info, limit) => {
  expect(limitOf({ rate_limit_info: info })).toMatchObject({ type: 'limit', ...limit });
});
