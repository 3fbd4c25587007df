import { expect, it } from 'vitest';
import { turnResultOf } from './result.ts';

const success = { subtype: 'success', is_error: false, terminal_reason: 'completed', result: 'all done' };
const failed = { subtype: 'success', is_error: true, terminal_reason: 'api_error', result: 'API Error' };
const stopped = { subtype: 'error_during_execution', is_error: true, errors: ['[ede_diagnostic]'] };

it.each([
  ['a good end', success, null, { kind: 'completed', statement: 'all done' }],
  ['one without words', { ...success, result: '' }, null, { kind: 'completed', statement: null }],
  ['one of an older program', { ...success, terminal_reason: undefined }, null, { kind: 'completed' }],
  ['interrupted speech', { ...stopped, terminal_reason: 'aborted_streaming' }, null, { kind: 'interrupted' }],
  ['an interrupted tool', { ...stopped, terminal_reason: 'aborted_tools' }, null, { kind: 'interrupted' }],
  ['a hook that stopped it', { ...success, terminal_reason: 'hook_stopped' }, null, { kind: 'interrupted' }],
  ['a limit by status', { ...failed, api_error_status: 429 }, null, { failure: 'limit' }],
  ['a limit by name', failed, 'rate_limit', { failure: 'limit' }],
  [
    'a limit by words',
    { ...failed, result: "You've hit your 5-hour limit · resets 4am" },
    null,
    { failure: 'limit' },
  ],
  [
    'a limit that was known before',
    { ...failed, terminal_reason: 'blocking_limit' },
    null,
    { failure: 'limit' },
  ],
  [
    'no login by name',
    { ...failed, result: 'Please run /login' },
    'authentication_failed',
    { failure: 'auth' },
  ],
  ['no login by status', { ...failed, api_error_status: 401 }, 'unknown', { failure: 'auth' }],
  [
    'no login by words',
    { ...failed, result: 'Not logged in · Please run /login' },
    null,
    { failure: 'auth' },
  ],
  [
    'a budget',
    { subtype: 'error_max_budget_usd', is_error: true, errors: ['Reached maximum budget ($1)'] },
    null,
    { kind: 'failed', failure: 'budget', reason: 'Reached maximum budget ($1)' },
  ],
  [
    'too many steps',
    { subtype: 'error_max_turns', is_error: true, terminal_reason: 'max_turns', errors: ['Reached\nit'] },
    null,
    { kind: 'failed', failure: 'agent', reason: 'Reached ⏎ it' },
  ],
  [
    'a broken server',
    { ...failed, api_error_status: 500 },
    'server_error',
    { failure: 'agent', reason: 'API Error' },
  ],
  [
    'nothing but a reason',
    { subtype: 'error_during_execution', is_error: true, terminal_reason: 'model_error' },
    null,
    { failure: 'agent', reason: 'Claude Code ended the turn: model_error' },
  ],
])('reads %s', (_what, message, error, expected) => {
  expect(turnResultOf(message, error)).toMatchObject(expected);
});
