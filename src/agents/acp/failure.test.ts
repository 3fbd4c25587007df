import { describe, expect, it } from 'vitest';
import { failureOf, saidFailureOf } from './failure.ts';

describe('the error of a response', () => {
  it.each([
    [{ code: -32_000, message: 'whatever' }, 'auth'],
    [{ code: 401, message: 'whatever' }, 'auth'],
    [{ code: 429, message: 'whatever' }, 'limit'],
    [{ code: -32_603, message: 'Rate limit exceeded' }, 'limit'],
    [{ code: -32_603, message: 'Internal error', data: { details: 'RESOURCE_EXHAUSTED' } }, 'limit'],
    [{ code: -32_603, message: 'Internal error', data: 'Invalid API key' }, 'auth'],
    [{ code: -32_603, message: '{"error":{"message":"You exceeded your current quota"}}' }, 'limit'],
    [{ code: -32_603, message: 'Disk quota exceeded' }, 'agent'],
    [{ code: -32_602, message: 'the author is missing' }, 'agent'],
    [{}, 'agent'],
    [{ message: 7, data: [] }, 'agent'],
  ])('%j is of the kind %s', (error, failure) => expect(failureOf('x', error).failure).toBe(failure));

  it.each([
    [{ code: 1, message: 'one\ntwo' }, 'x: one ⏎ two'],
    [{ code: -32_603, message: 'Internal error', data: { details: 'the cause' } }, 'x: the cause'],
    [{ code: 1, message: 'failed', data: { message: 'the cause' } }, 'x: failed: the cause'],
    [{ code: 7 }, 'x: error 7'],
    [{}, 'x: error without a code'],
    [{ message: '{no json' }, 'x: {no json'],
  ])('%j is told as %j', (error, reason) => expect(failureOf('x', error).reason).toBe(reason));

  it('is cut if it is long', () => {
    expect(failureOf('x', { message: 'y'.repeat(100_000) }).reason).toHaveLength('x: '.length + 200);
  });
});

it.each([
  ['exceeded retry limit, last status: 429 Too Many Requests', 'limit'],
  ['Error: Authentication failed with provider (HTTP 401)', 'auth'],
  ['the file has 42900 lines', 'agent'],
])('last words %j mean %s', (words, failure) => expect(saidFailureOf('x', words).failure).toBe(failure));
