import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentInTurn } from '../../../../test/support/settled-agent.ts';
import type { AgentEvent } from '../../../contract/agent-event.ts';
import { acpAdapter } from '../adapter.ts';

const warning = (words: string) => `[2026-11-28T16:10:02.982Z] [WARN] ${words}`;
const body = '_ApiError: {"error":{"code":429,"message":"Rate limit reached"}}';
const failed = (error: string, small = false) =>
  `timestamp=2026 level=ERROR message="stream error" providerID=p small=${small} agent=build error.error=${error}`;

describe('the standard error of Gemini', () => {
  it.each([
    [
      `Attempt 3 failed with status 429. Retrying with backoff... ${body}`,
      3,
      '429 Rate limit reached',
      'limit',
      0,
    ],
    ['Attempt 1 failed with status 503. Retrying with backoff... _ApiError: {"cut', 1, '503', null, 0],
    ['Attempt 1 failed with 5xx error. Retrying with backoff... Error: x', 1, '5xx', null, 0],
    ['Attempt 2 failed. Retrying with backoff... TypeError: fetch failed', 2, 'the model failed', null, 0],
    [
      'Attempt 2 failed: Capacity is gone. Retrying after 5200ms...',
      2,
      'quota: Capacity is gone',
      'limit',
      5_200,
    ],
  ])('tells of a retry: %s', (words, attempt, error, failure, wait_ms) => {
    expect(heard('gemini', warning(words))).toEqual([
      { type: 'turn_started', prompt_id: 'p' },
      { type: 'retrying', attempt, of: null, wait_ms, error, failure },
    ]);
  });

  it.each([
    warning('Attempt 10 failed: Rate limit reached. Max attempts reached'),
    'Attempt 1 failed with status 429. Retrying with backoff...',
    '[2026-11-28T16:10:02.982Z] [DEBUG] History is: Attempt 1 failed. Retrying with backoff',
  ])('says nothing else: %s', (line) => {
    expect(heard('gemini', line)).toEqual([]);
  });
});

describe('the standard error of opencode', () => {
  it('shows by the second failed request that it retried', () => {
    const error = failed('"AI_APICallError: Rate limit reached for \\"m\\""');
    const retrying = {
      type: 'retrying',
      of: null,
      wait_ms: 0,
      error: 'Rate limit reached for "m"',
      failure: 'limit',
    };
    expect(heard('opencode', error)).toEqual([{ type: 'turn_started', prompt_id: 'p' }]);
    expect(heard('opencode', error, error, error).slice(1)).toEqual([
      { ...retrying, attempt: 1 },
      { ...retrying, attempt: 2 },
    ]);
  });

  it('ignores a failed title request', () => {
    expect(heard('opencode', failed('"x"', true), failed('"x"', true))).toEqual([]);
  });

  it('restarts the count when the model has answered', () => {
    const talk = agentInTurn('opencode');
    const complain = () => listen(talk, failed('503'));
    complain();
    const content = { type: 'text', text: 'at last' };
    const params = { sessionId: 's', update: { sessionUpdate: 'agent_message_chunk', content } };
    talk.hears({ jsonrpc: '2.0', method: 'session/update', params });
    expect(complain()).toEqual([]);
    expect(complain()).toMatchObject([{ type: 'retrying', error: '503' }]);
  });
});

it.each(['gemini', 'opencode', 'codex', 'unknown'])('any line of %s is read without failing', (agent) => {
  const line = fc.oneof(
    fc.string(),
    fc.string().map((text) => warning(`Attempt 1 failed. Retrying with backoff ${text}`)),
    fc.string().map((text) => failed(`"${text}"`)),
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const { state } = agentInTurn(agent);
      lines.reduce((before, each) => {
        const step = acpAdapter.stderr?.(before, each) ?? { state: before };
        expect(JSON.parse(JSON.stringify(step.state))).toStrictEqual(step.state);
        return step.state;
      }, state);
    }),
  );
});

it('a report outside a turn does not concern a turn', () => {
  const talk = agentInTurn('gemini');
  talk.hears({ jsonrpc: '2.0', id: talk.state.next_request - 1, result: { stopReason: 'end_turn' } });
  expect(listen(talk, warning(`Attempt 1 failed with status 429. Retrying with backoff... ${body}`))).toEqual(
    [],
  );
});

it('Claude over ACP is configured to pass on its retries, and no other message counts as one', () => {
  const talk = agentInTurn('claude-acp');
  const own = (message: object) => ({ jsonrpc: '2.0', method: '_claude/sdkMessage', params: { message } });
  const retry = {
    attempt: 4,
    max_retries: 10,
    retry_delay_ms: 900,
    error_status: 401,
    error: 'authentication_failed',
  };
  talk.hears(
    own({ type: 'system', subtype: 'status' }),
    own({ type: 'system', subtype: 'api_retry', ...retry }),
  );
  expect(talk.events.slice(1)).toEqual([
    {
      type: 'retrying',
      attempt: 4,
      of: 10,
      wait_ms: 900,
      error: '401 authentication_failed',
      failure: 'auth',
    },
  ]);
});

function heard(agent: string, ...lines: string[]): AgentEvent[] {
  const talk = agentInTurn(agent);
  return lines.flatMap((line) => listen(talk, line));
}

function listen(talk: ReturnType<typeof agentInTurn>, line: string): AgentEvent[] {
  const step = acpAdapter.stderr?.(talk.state, line);
  if (!step) throw new Error('the adapter reads no standard error');
  talk.state = step.state;
  return step.events;
}
